using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The portrait as a stage of its own, with its figure in the page.</summary>
public sealed class NoisePortraitStageTests : IDisposable
{
    private const string Asked = "noise-portrait={levels: [0, 1, 2], trials: 2, states: 4, output-trials: 3, draws: 4, starts: 4}";
    private readonly StoredExperiment _experiment = new(
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
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_its_figure_stands_in_the_page()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var content = _experiment.Run(Asked);
        // Two placements by two levels, two seeds.
        Assert.Equal(before.Append(("noise-portrait", 8)).Order(), _experiment.Stages());
        foreach (var run in content.Runs)
        {
            var result = Assert.Single(run.Results.OfType<NoisePortraitResult>());
            Assert.Equal(run.Arm.TrainingSigma > 0 ? [0, 1, 2] : [0, .1, .3, 1], result.Levels.Select(static level => level.Level));
            Assert.Equal(run.Arm.PlacementName == "inside", result.NoiseFreeBecause is null);
        }

        var page = _experiment.Page;
        Assert.Contains("What the test noise moves: relu, inside, s0 = 0.1, seed 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"noise-portrait-2\"", page, StringComparison.Ordinal);
        Assert.Contains("relative_level,silence,sigma,loss,kind", _experiment.Csv("noise-portrait")[0], StringComparison.Ordinal);
        Assert.Contains("\"sliders\"", File.ReadAllText(Path.Combine(_experiment.Store, "figures", "noise-portrait.plotly.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contradiction_in_the_file_is_refused_by_name() => Assert.Contains(
        "noise-portrait.draws: 8 is below states, 16; allowed is states or more",
        Assert.Throws<InputException>(() => _experiment.Planned("noise-portrait={draws: 8}")).Message, StringComparison.Ordinal);
}
