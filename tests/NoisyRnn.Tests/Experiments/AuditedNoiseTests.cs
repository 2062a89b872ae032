using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Which noise a network is taken to have been trained with, and what is said where that is a guess.</summary>
public sealed class AuditedNoiseTests
{
    [Fact]
    public void What_the_file_tells_is_taken_without_a_word()
    {
        var noise = Of(Network() with { Noise = [new() { Placement = Placement.Outside, Sigma = [0.3] }] });
        Assert.Equal((0.3, Placement.Outside), (noise.Level, noise.Sources[0].Placement));
        Assert.Empty(noise.Remarks);
    }

    [Fact]
    public void What_the_user_tells_stands_over_what_the_file_tells()
    {
        var noise = AuditedNoise.Of("m", "sidecar", Network() with { Noise = [new() { Placement = Placement.Outside, Sigma = [0.3] }] }, 0.5, null, NoiseScale.SqrtDt);
        Assert.Equal((0.5, Placement.Outside, NoiseScale.SqrtDt), (noise.Level, noise.Sources[0].Placement, noise.Sources[0].Scale));
    }

    /// <summary>gyyang/multitask's .05 inside, dt/tau = .2: sqrt(2/.2) = 3.16 times that a step.</summary>
    [Fact]
    public void The_wrong_scale_is_told_with_both_numbers()
    {
        var remark = Assert.Single(AuditedNoise.Of("m", "multitask", Network(), 0.05, Placement.Inside, null).Remarks);
        Assert.Equal("multitask means its noise by the scale sqrt-2-over-alpha: there 0.05 is 0.158 per step; taken was the scale per-step: 0.05 per step. Is --scale sqrt-2-over-alpha meant?", remark);
        Assert.Empty(AuditedNoise.Of("m", "multitask", Network(), 0.05, Placement.Inside, NoiseScale.SqrtTwoOverAlpha).Remarks);
    }

    [Fact]
    public void Nothing_told_is_a_level_that_is_not_known()
    {
        var noise = Of(Network());
        Assert.Null(noise.Level);
        Assert.Equal([0.0], noise.Sources[0].Sigma);
        Assert.Equal(3, noise.Remarks.Length);
        Assert.Equal(0, AuditedNoise.Of("m", "sidecar", Network(), 0, Placement.Inside, NoiseScale.PerStep).Level);
    }

    [Fact]
    public void Of_several_sources_none_is_changed()
    {
        var model = Network() with { Noise = [new() { Sigma = [0.1] }, new() { Placement = Placement.Input, Sigma = [0.1] }] };
        Assert.Equal(2, Of(model).Sources.Length);
        Assert.Contains("m: it tells 2 sources of noise; allowed with these is no --train-noise", Refusal.Of(() => AuditedNoise.Of("m", "sidecar", model, 1, null, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_whose_mean_moves_needs_its_level()
    {
        var model = Network() with { Noise = [new() { Placement = Placement.Outside, Kind = NoiseKind.UnitUniform }] };
        Assert.Equal("m: noise of kind unit-uniform, and no level; needed is --train-noise S: its mean moves with its level, and silence keeps that mean", Refusal.Of(() => Of(model)));
        Assert.Equal([0.5], AuditedNoise.Of("m", "sidecar", model, 0.5, null, null).Sources[0].Sigma);
    }

    private static AuditedNoise Of(Model model) => AuditedNoise.Of("m", "sidecar", model, null, null, null);

    private static Model Network()
    {
        var network = new Ctrnn { Units = 3, Tau = [100] };
        return new(network, new Parameters(network.Layout(1, 1)), [], Dt: 20, Seed: 0);
    }
}
