using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

public sealed class SetupTests
{
    private static readonly NoiseSource Inside = new() { Placement = Placement.Inside, Sigma = [0.3] }, Outside = new() { Placement = Placement.Outside, Sigma = [0.2] };

    /// <summary>A source of level 0 is no noise, wherever the file lists it.</summary>
    [Fact]
    public void A_setup_is_told_by_its_first_source_that_is_active()
    {
        var silent = Outside with { Sigma = [0] };
        Assert.Equal(Inside, Of(silent, Inside).Source);
        Assert.True(Of(silent, Inside).IsInside);
        Assert.False(Of(Outside, Inside).IsInside);
        Assert.Equal(silent, Of(silent).Source);
        Assert.Equal(Placement.Inside, Of().Source.Placement);
        Assert.False(Of().IsInside);
    }

    private static Setup Of(params ImmutableArray<NoiseSource> noise) => new() { Noise = noise };
}
