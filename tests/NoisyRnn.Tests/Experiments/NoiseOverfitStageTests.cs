using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Noise overfit as a stage of its own, with its figure and its figures of merit.</summary>
public sealed class NoiseOverfitStageTests : IDisposable
{
    private const string Asked = "noise-overfit={levels: [0, 1], correlation-times: [.5], trials: 6, draws: 4}";
    private readonly StoredExperiment _experiment = new(
        """
        name: overfit
        task: {kind: function-approximation, function: {kind: sine}, steps: 8, loss-steps: 3}
        network: {units: 3}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {noise.placement: [inside, outside], noise.sigma: [0, .1], seed: 1..2}
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_the_page_shows_it()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        // Of networks trained without noise there is nothing to test.
        _experiment.Run(Asked);
        Assert.Equal(before.Append(("noise-overfit", 4)).Order(), _experiment.Stages());

        var rows = _experiment.Csv("noise-overfit");
        Assert.Equal("run,arm,placement,training_sigma,seed,counted,law,correlation_time,loss,bias_squared,variance,preferred,end,predicted_loss,prediction_error", rows[0]);
        // Two noisy arms of two seeds, five laws.
        Assert.Equal(1 + (2 * 2 * 5), rows.Length);
        Assert.Equal(["OU 0.5 tau", "gaussian", "laplace", "two-point", "uniform"], rows.Skip(1).Select(static row => row.Split(',')[6]).Distinct().Order(StringComparer.Ordinal));
        var page = _experiment.Page;
        Assert.Contains("Noise of other laws and equal variance", page, StringComparison.Ordinal);
        Assert.Contains("loss under laplace over gaussian noise", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_trained_with_another_law_is_refused_before_the_first_run()
    {
        var planned = Assert.Throws<InputException>(() => _experiment.Planned(Asked, "noise.distribution=laplace"));
        Assert.Contains("noise-overfit", planned.Message, StringComparison.Ordinal);
        Assert.Contains("distribution: gaussian", planned.Message, StringComparison.Ordinal);
    }
}
