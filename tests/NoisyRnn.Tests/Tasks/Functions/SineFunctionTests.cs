using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class SineFunctionTests
{
    [Theory]
    [InlineData(1, 1, "sin(pi x)")]
    [InlineData(2, 3, "2 sin(3 pi x)")]
    [InlineData(-1, .5, "-sin(0.5 pi x)")]
    [InlineData(0, 1, "0 sin(pi x)")]
    public void The_formula_leaves_out_factors_of_one(double amplitude, double frequency, string formula) =>
        Assert.Equal(formula, new SineFunction { Amplitude = amplitude, Frequency = frequency }.Formula);
}
