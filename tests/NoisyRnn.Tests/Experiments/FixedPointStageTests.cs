using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Fixed points as a stage of its own, from the key in the file to the figures of the page.</summary>
public sealed class FixedPointStageTests : IDisposable
{
    private const string Asked = "fixed-points={levels: [0, .5, 1], inputs: 2, starts: 6}";
    private readonly StoredExperiment _experiment = new(
        """
        name: standing
        task: {kind: function-approximation, steps: 12, loss-steps: 6}
        network: {units: 3, activation: tanh}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .3}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {noise.placement: [inside, outside], seed: 1..2}
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var content = _experiment.Run(Asked);
        Assert.Equal(before.Append(("fixed-points", 4)).Order(), _experiment.Stages());
        foreach (var run in content.Runs)
        {
            var result = Assert.Single(run.Results.OfType<FixedPointResult>());
            Assert.Equal(run.Arm.PlacementName == "inside" ? [0, .5, 1] : [0.0], result.Inputs[0].Levels.Select(static level => level.Level));
        }
    }

    [Fact]
    public void The_page_has_its_figures_and_its_findings()
    {
        var content = _experiment.Run(Asked);
        foreach (var name in new[] { "fixed-point-shift", "readout-shift", "fixed-points", "eigenvalues" })
            Assert.NotEmpty(_experiment.Csv(name));
        var table = Assert.Single(FindingsTable.Of(content));
        Assert.Equal(["network", "n", "fixed points, silent", "fixed points, at s0"], table.Columns.Take(4));
        Assert.Equal(2, table.Rows.Length);
    }

    [Fact]
    public void What_is_kept_of_a_network_is_small()
    {
        var results = _experiment.Run(Asked).Runs.SelectMany(static run => run.Results).OfType<FixedPointResult>();
        // Visited states, three numbers each, are most of it.
        Assert.All(results, static result => Assert.InRange(ResultJson.Write(result).Length, 1000, 20_000));
    }

    [Fact]
    public void A_network_without_recurrence_is_refused_before_the_first_run()
    {
        var error = Assert.Throws<InputException>(() => _experiment.Run(Asked, "network={kind: feedforward, units: 3}"));
        Assert.Contains("a feed-forward network has no recurrence", error.Message, StringComparison.Ordinal);
    }
}
