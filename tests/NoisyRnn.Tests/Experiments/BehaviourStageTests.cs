using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Behaviour as a stage of its own, and a sweep's mean output as cells of their own.</summary>
public sealed class BehaviourStageTests : IDisposable
{
    private const string Asked = "behaviour={levels: [0, 1], trials: 6}";
    private readonly StoredExperiment _experiment = new(
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
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var asked = _experiment.Planned(Asked);
        Assert.All(asked.Runs, run => Assert.False(RunWork.IsDone(_experiment.Opened, run)));

        var content = _experiment.Run(asked);
        Assert.Equal(before.Append(("behaviour", 4)).Order(), _experiment.Stages());
        Assert.All(content.Runs, static run => Assert.Equal([0, 1], Assert.Single(run.Results.OfType<BehaviourResult>()).Points.Select(static point => point.Level)));
        // The same as where it was asked for at once.
        var direct = _experiment.RunAnew(asked);
        Assert.Equal(Results(direct), Results(content));

        static string[] Results(ReportContent content) => [.. content.Runs.OrderBy(static run => run.Run).Select(static run => ResultJson.Write(run.Results.OfType<BehaviourResult>().Single()))];
    }

    [Fact]
    public void The_page_shows_what_the_networks_do()
    {
        _experiment.Run(Asked);
        var page = _experiment.Page;
        Assert.Contains("<details id=\"behaviour-table\">", page, StringComparison.Ordinal);
        Assert.NotEmpty(_experiment.Csv("plane"));
        Assert.NotEmpty(_experiment.Csv("behaviour-curves"));
    }

    [Fact]
    public void The_mean_output_of_a_sweep_is_a_cell_of_its_own_with_the_claims_that_ask_for_it()
    {
        var content = _experiment.Run(
            "sweep.mean-output=true", "claims=[c2-prefers-silence, {kind: c2-prefers-silence, on: mean-output}]");
        Assert.Equal(
            ["inside", "inside, mean output", "outside", "outside, mean output"], content.Cells.Select(static cell => cell.Arm.PlacementName).Order());
        Assert.Equal(
            [("C2", 2), ("C2, mean output", 2)],
            content.Verdicts.Where(static verdict => verdict.Cell == Verdict.All).Select(static verdict => (verdict.Claim, verdict.N)));
        foreach (var run in content.Runs.Where(static run => run.Arm.PlacementName == "outside"))
        {
            var mean = Assert.Single(content.Runs, other => other.Arm.PlacementName == "outside, mean output" && other.Seed == run.Seed);
            Assert.Equal(ResultJson.Write(run.Sweep!.MeanOutput!.OfUnbiasedMeans()), ResultJson.Write(mean.Sweep));
            // One training: its curve and its example stand with the single draws.
            Assert.Empty(mean.Curve.Iterations);
            Assert.NotEmpty(run.Curve.Iterations);
        }
    }

    [Fact]
    public void A_network_left_out_in_both_of_its_sweeps_counts_in_neither_and_is_listed_once()
    {
        var content = _experiment.Run("sweep.mean-output=true", "rules.untrained-loss-share=1e-9");
        Assert.DoesNotContain(content.Runs, static run => run.Counted);
        Assert.Equal(content.Runs.Select(static run => run.Run).Distinct().Order(), content.LeftOut.Select(static left => left.Run).Order());
    }
}
