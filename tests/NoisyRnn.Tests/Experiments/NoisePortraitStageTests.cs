using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The portrait as a stage of its own, with its figure in the page.</summary>
public sealed class NoisePortraitStageTests : IDisposable
{
    private const string Asked = "noise-portrait={levels: [0, 1, 2], trials: 2, states: 4, output-trials: 3, draws: 4, starts: 4}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_its_figure_stands_in_the_page()
    {
        Run(Planned());
        var before = Stages();
        var content = Run(Planned(Asked));
        // Two placements by two levels, two seeds.
        Assert.Equal(before.Append(("noise-portrait", 8)).Order(), Stages());
        foreach (var run in content.Runs)
        {
            var result = Assert.Single(run.Results.OfType<NoisePortraitResult>());
            Assert.Equal(run.TrainingSigma > 0 ? [0, 1, 2] : [0, .1, .3, 1], result.Levels.Select(static level => level.Level));
            Assert.Equal(run.Placement == "inside", result.NoiseFreeBecause is null);
        }

        var page = File.ReadAllText(Path.Combine(Store, "report.html"));
        Assert.Contains("What the test noise moves: relu, inside, s0 = 0.1, seed 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"noise-portrait-2\"", page, StringComparison.Ordinal);
        Assert.Contains("relative_level,sigma,loss,kind", File.ReadLines(Path.Combine(Store, "figures", "noise-portrait.csv")).First(), StringComparison.Ordinal);
        Assert.Contains("\"sliders\"", File.ReadAllText(Path.Combine(Store, "figures", "noise-portrait.plotly.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contradiction_in_the_file_is_refused_by_name() => Assert.Contains(
        "noise-portrait.draws: 8 is below states, 16; allowed is states or more",
        Assert.Throws<InputException>(() => Planned("noise-portrait={draws: 8}")).Message, StringComparison.Ordinal);

    private string Store => Path.Combine(_folder.Path, "out");

    private (string Stage, int Count)[] Stages() =>
        [.. RunStore.Open(Store).Results.All.GroupBy(static result => result.Stage).Select(static stage => (stage.Key, stage.Count())).Order()];

    private ReportContent Run(Experiment experiment) => new ExperimentRunner(experiment, Store, workers: 2).Run(TestContext.Current.CancellationToken).Content;

    private Experiment Planned(params string[] settings) => Experiment.Parse(
        """
        name: portrayed
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {noise.placement: [inside, outside], noise.sigma: [0, .1], seed: 1..2}
        """,
        "portrayed.yaml", _folder.Path, null, settings);
}
