using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Lyapunov exponents as a stage of their own, from the key in the file to the figures of the page.</summary>
public sealed class LyapunovStageTests : IDisposable
{
    private const string Asked = "lyapunov={trials: 3, hold: 20}";
    private readonly StoredExperiment _experiment = new(
        """
        name: parting
        task: {kind: function-approximation, steps: 12, loss-steps: 6}
        network: {units: 3, activation: tanh}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .3}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {seed: 1..2}
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_the_page_has_its_figures_and_findings()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var content = _experiment.Run(Asked);
        Assert.Equal(before.Append(("lyapunov", 2)).Order(), _experiment.Stages());
        Assert.All(content.Runs, static run => Assert.Equal([0, 1], Assert.Single(run.Results.OfType<LyapunovResult>()).Levels.Select(static level => level.Level)));
        foreach (var name in new[] { "lyapunov-convergence", "lyapunov-spectrum" })
            Assert.NotEmpty(_experiment.Csv(name));
        var table = Assert.Single(FindingsTable.Of(content));
        Assert.Equal(
            ["network", "n", "largest, silent (per unit of time)", "largest, at s0 (per unit of time)", "sum, silent (per unit of time)", "sum, at s0 (per unit of time)", "Kaplan-Yorke dimension, silent", "Kaplan-Yorke dimension, at s0"],
            table.Columns);
    }

    [Fact]
    public void A_network_without_recurrence_is_refused_before_the_first_run()
    {
        var error = Assert.Throws<InputException>(() => _experiment.Run(Asked, "network={kind: feedforward, units: 3}"));
        Assert.Contains("no Lyapunov exponents", error.Message, StringComparison.Ordinal);
    }
}
