using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>What noise is made of, whatever its levels.</summary>
public sealed class NoiseMixTests
{
    private static readonly NoiseSource Inside = new() { Sigma = [.3] };

    [Fact]
    public void Levels_of_one_kind_are_one_mix()
    {
        Assert.Equal(NoiseMix.Of([Inside]), NoiseMix.Of([Inside with { Sigma = [1, 2], Scale = NoiseScale.SqrtDt }]));
        Assert.Equal(NoiseMix.Of([Inside]).GetHashCode(), NoiseMix.Of([Inside.Scaled(2)]).GetHashCode());
        Assert.Equal(NoiseMix.None, NoiseMix.Of([]));
    }

    [Fact]
    public void Another_place_kind_law_or_correlation_time_is_another_and_so_is_one_source_more()
    {
        NoiseSource[] others =
        [
            Inside with { Placement = Placement.State }, Inside with { Placement = Placement.State, Kind = NoiseKind.Multiplicative },
            Inside with { Layer = 1 }, Inside with { Layer = 2 }, Inside with { Common = NoiseGroup.Layer }, Inside with { Distribution = NoiseDistribution.Laplace }, Inside with { CorrelationTime = 1 }, Inside with { CorrelationTime = 2 },
        ];
        Assert.Equal(others.Length + 3, others.Select(static source => NoiseMix.Of([source])).Append(NoiseMix.Of([Inside])).Append(NoiseMix.Of([Inside, Inside])).Append(NoiseMix.None).Distinct().Count());
    }

    [Fact]
    public void It_is_named_by_its_sources()
    {
        Assert.Equal("inside additive + state multiplicative", $"{NoiseMix.Of([Inside, Inside with { Placement = Placement.State, Kind = NoiseKind.Multiplicative }])}");
        Assert.Equal("inside additive laplace", $"{NoiseMix.Of([Inside with { Distribution = NoiseDistribution.Laplace }])}");
        Assert.Equal("inside additive of correlation time 0.5", $"{NoiseMix.Of([Inside with { CorrelationTime = .5 }])}");
    }
}
