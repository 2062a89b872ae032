using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The explicit regulariser as a stage of its own, with its figures and its line in the table of findings.</summary>
public sealed class RegularizerStageTests : IDisposable
{
    private const string Asked = "regularizer={trials: 6, draws: 3}";
    private readonly StoredExperiment _experiment = new(
        """
        name: expanding
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
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_the_page_has_its_figures_and_findings()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var content = _experiment.Run(Asked);
        Assert.Equal(before.Append(("regularizer", 4)).Order(), _experiment.Stages());
        Assert.All(content.Runs, static run => Assert.Equal(6, Assert.Single(run.Results.OfType<RegularizerResult>()).QOfTrials.Length));
        foreach (var name in new[] { "regularizer-excess", "regularizer-ratio" })
            Assert.NotEmpty(_experiment.Csv(name));
        var table = Assert.Single(FindingsTable.Of(content));
        Assert.Equal(
            ["network", "n", "l_0", "P (r = s/s0)", "Q (r = s/s0)", "predicted excess at 0.1 s0", "measured excess at 0.1 s0", "measured on predicted up to 0.1 s0"],
            table.Columns);
    }

    [Fact]
    public void A_network_with_kinks_is_refused_before_the_first_run()
    {
        var error = Assert.Throws<InputException>(() => _experiment.Run(Asked, "network={kind: ctrnn, units: 3, activation: relu}"));
        Assert.Contains("no Taylor form", error.Message, StringComparison.Ordinal);
        Assert.Contains("draws", Assert.Throws<InputException>(() => _experiment.Planned("regularizer={draws: 1}")).Message, StringComparison.Ordinal);
    }
}
