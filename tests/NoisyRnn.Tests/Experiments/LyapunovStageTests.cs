using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Lyapunov exponents as a stage of their own, from the key in the file to the figures of the page.</summary>
public sealed class LyapunovStageTests : IDisposable
{
    private const string Asked = "lyapunov={trials: 3, hold: 20}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_the_page_has_its_figures_and_findings()
    {
        Run(Planned());
        var before = Stages();
        var content = Run(Planned(Asked));
        Assert.Equal(before.Append(("lyapunov", 2)).Order(), Stages());
        Assert.All(content.Runs, static run => Assert.Equal([0, 1], Assert.Single(run.Results.OfType<LyapunovResult>()).Levels.Select(static level => level.Level)));
        foreach (var name in new[] { "lyapunov-convergence", "lyapunov-spectrum" })
            Assert.True(File.Exists(Path.Combine(Store, "figures", name + ".csv")), name);
        var table = Assert.Single(FindingsTable.Of(content));
        Assert.Equal(
            ["network", "n", "largest, silent (per unit of time)", "largest, at s0 (per unit of time)", "sum, silent (per unit of time)", "sum, at s0 (per unit of time)", "Kaplan-Yorke dimension, silent", "Kaplan-Yorke dimension, at s0"],
            table.Columns);
    }

    [Fact]
    public void A_network_without_recurrence_is_refused_before_the_first_run()
    {
        var error = Assert.Throws<InputException>(() => Run(Planned(Asked, "network={kind: feedforward, units: 3}")));
        Assert.Contains("no Lyapunov exponents", error.Message, StringComparison.Ordinal);
    }

    private string Store => Path.Combine(_folder.Path, "out");

    private (string Stage, int Count)[] Stages() =>
        [.. RunStore.Open(Store).Results.All.GroupBy(static result => result.Stage).Select(static stage => (stage.Key, stage.Count())).Order()];

    private ReportContent Run(Experiment experiment) => new ExperimentRunner(experiment, Store, workers: 2).Run(TestContext.Current.CancellationToken).Content;

    private Experiment Planned(params string[] settings) => Experiment.Parse(
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
        """,
        "parting.yaml", _folder.Path, null, settings);
}
