using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Ticks of logarithmic axes.</summary>
public sealed class AxisTests
{
    [Theory]
    [InlineData(1, 15, null)] // about a power of ten: Plotly's own, with ticks between
    [InlineData(1, 1e3, 1)]
    [InlineData(1e-4, 1e4, 1)]
    [InlineData(1e-30, 1, 4)] // 30 powers at 8 places
    public void Powers_of_ten_stand_as_far_apart_as_can_be_read(double low, double high, int? distance) =>
        Assert.Equal(distance, Axis.Log("x", [low, high, 0, double.PositiveInfinity]).TickDistance);
}
