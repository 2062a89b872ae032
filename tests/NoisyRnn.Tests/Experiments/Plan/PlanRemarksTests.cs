using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What a plan has that is allowed and hardly meant is told before anything runs.</summary>
public sealed class PlanRemarksTests
{
    [Theory]
    [InlineData("network: {units: 64, recurrent: {density: .001}}", "network.recurrent.density: 0.001: 59 of 64 units have no recurrent input (seed 1); a higher density gives each one")]
    [InlineData("network: {kind: current, units: 8, layers: 2, recurrent: {density: .01}}", "network.recurrent.density: 0.01: 14 of 16 units have no recurrent input (seed 1); a higher density gives each one")]
    [InlineData("noise: {sigma: 0}\ntraining: {noise-schedule: learnt}", "training.noise-schedule: learnt changes nothing: there is no noise above 0")]
    [InlineData("training: {noise-schedule: random-per-trial}", "training.noise-schedule: random-per-trial changes nothing: there is no noise above 0")]
    [InlineData("noise: {sigma: 0, common: layer, correlation-time: 2}", "noise: sigma 0 with correlation-time, common: in training they change nothing, tests have noise of that kind")]
    [InlineData("noise: {sigma: 0, distribution: laplace}", "noise: sigma 0 with distribution: in training it changes nothing, tests have noise of that kind")]
    [InlineData("noise: [{sigma: .1}, {sigma: 0, placement: outside}]", "noise.1: sigma 0 beside other noise: it changes nothing, in training or in tests")]
    [InlineData("arms: {a: {noise.sigma: .1}, b: {training.noise-schedule: annealed}}\nnoise: {sigma: 0}", "arms.b: training.noise-schedule: annealed changes nothing: there is no noise above 0")]
    public void Options_that_change_nothing_are_told(string yaml, string remark) => Assert.Equal([remark], SmallExperiment.Of(yaml).Remarks);

    [Theory]
    [InlineData("network: {units: 64, recurrent: {density: .5}}")]
    // Connections that are given are meant.
    [InlineData("network: {units: 2, recurrent: {mask: ['00', '10']}}")]
    [InlineData("network: {units: 2, recurrent: {density: .0001, fixed: [{to: 0, from: 1, weight: 1}, {to: 1, from: 0, weight: 1}]}}")]
    [InlineData("noise: {sigma: .1, common: layer}\ntraining: {noise-schedule: learnt}")]
    [InlineData("noise: {sigma: .1, correlation-time: 2}\ngrid: {noise.sigma: [0, .1], training.noise-schedule: [constant, annealed]}")]
    [InlineData("noise: {sigma: 0, placement: outside, scale: sqrt-dt}")]
    public void What_changes_something_in_a_run_is_not(string yaml) => Assert.Empty(SmallExperiment.Of(yaml).Remarks);
}
