using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Behaviour as a stage of its own, and a sweep's mean output as cells of their own.</summary>
public sealed class BehaviourStageTests : IDisposable
{
    private const string Asked = "behaviour={levels: [0, 1], trials: 6}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs()
    {
        Run(Planned());
        var before = Stages();
        var asked = Planned(Asked);
        Assert.All(asked.Runs, run => Assert.False(RunWork.IsDone(Opened, run)));

        var content = Run(asked);
        Assert.Equal(before.Append(("behaviour", 4)).Order(), Stages());
        Assert.All(content.Runs, static run => Assert.Equal([0, 1], Assert.Single(run.Results.OfType<BehaviourResult>()).Points.Select(static point => point.Level)));
        // The same as where it was asked for at once.
        var direct = new ExperimentRunner(asked, Path.Combine(_folder.Path, "other"), workers: 1).Run(TestContext.Current.CancellationToken).Content;
        Assert.Equal(Results(direct), Results(content));

        static string[] Results(ReportContent content) => [.. content.Runs.OrderBy(static run => run.Run).Select(static run => ResultJson.Write((BehaviourResult)run.Results[0]))];
    }

    [Fact]
    public void The_page_shows_what_the_networks_do()
    {
        Run(Planned(Asked));
        var page = File.ReadAllText(Path.Combine(Store, "report.html"));
        Assert.Contains("<section id=\"behaviour-table\">", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Store, "figures", "plane.csv")));
        Assert.True(File.Exists(Path.Combine(Store, "figures", "behaviour-curves.csv")));
    }

    [Fact]
    public void The_mean_output_of_a_sweep_is_a_cell_of_its_own_with_the_claims_that_ask_for_it()
    {
        var content = Run(Planned(
            "sweep.mean-output=true", "claims=[c2-prefers-silence, {kind: c2-prefers-silence, on: mean-output}]"));
        Assert.Equal(
            ["inside", "inside, mean output", "outside", "outside, mean output"], content.Cells.Select(static cell => cell.Placement).Order());
        Assert.Equal(
            [("C2", 2), ("C2, mean output", 2)],
            content.Verdicts.Where(static verdict => verdict.Cell == Verdict.All).Select(static verdict => (verdict.Claim, verdict.N)));
        foreach (var run in content.Runs.Where(static run => run.Placement == "outside"))
        {
            var mean = Assert.Single(content.Runs, other => other.Placement == "outside, mean output" && other.Seed == run.Seed);
            Assert.Equal(ResultJson.Write(run.Sweep!.MeanOutput), ResultJson.Write(mean.Sweep));
            // One training: its curve and its example stand with the single draws.
            Assert.Empty(mean.Curve.Iterations);
            Assert.NotEmpty(run.Curve.Iterations);
        }
    }

    private string Store => Path.Combine(_folder.Path, "out");

    private RunStore Opened => RunStore.Open(Store);

    private (string Stage, int Count)[] Stages() => [.. Opened.Results.All.GroupBy(static result => result.Stage).Select(static stage => (stage.Key, stage.Count())).Order()];

    private ReportContent Run(Experiment experiment) => new ExperimentRunner(experiment, Store, workers: 2).Run(TestContext.Current.CancellationToken).Content;

    private Experiment Planned(params string[] settings) => Experiment.Parse(
        """
        name: behaving
        task: {kind: path-integration, steps: 8}
        network: {units: 3}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {noise.placement: [inside, outside], seed: 1..2}
        """,
        "behaving.yaml", _folder.Path, null, settings);
}
