using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Robustness as a stage of its own: in the store, from folds to networks, and to the claim.</summary>
public sealed class RobustnessStageTests : IDisposable
{
    private const string Asked = "robustness={perturbations: [white, fgsm], draws: 2, trials: 8, adversarial-trials: 4}";
    private readonly StoredExperiment _experiment = new(
        """
        name: robust
        task: {kind: beats, file: beats.tsv}
        network: {units: 3}
        training: {loss: cross-entropy, iterations: 20, validate-every: 20, batch: 8, optimizer: {kind: adam, rate: .05}}
        sweep: {levels: [0, 1], draws: 4, trials: 10}
        rules: {untrained-accuracy-share: 0}
        arms:
          noisy: {noise: {sigma: .1, placement: state}}
          silent: {noise: []}
        grid: {seed: 1..2}
        """);

    // Two classes that the first value tells apart.
    public RobustnessStageTests() => _experiment.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 60).Select(static k => k % 3 == 0 ? $"2\t-1\t-2\t-{k / 60.0}" : $"1\t1\t2\t{k / 60.0}")));

    public void Dispose() => _experiment.Dispose();

    [Theory]
    [InlineData("models", false)]
    [InlineData("nothing", true)]
    public void Asked_for_later_it_is_the_only_stage_that_runs(string keep, bool trainsAgain)
    {
        var without = _experiment.Planned($"keep={keep}");
        _experiment.Run(without);
        var before = _experiment.Stages();
        var asked = _experiment.Planned($"keep={keep}", Asked);
        Assert.All(asked.Runs, run => Assert.False(RunWork.IsDone(_experiment.Opened, run)));
        Assert.All(without.Runs, run => Assert.True(RunWork.IsDone(_experiment.Opened, run)));

        var content = _experiment.Run(asked);
        Assert.Equal(before.Append(("robustness", 4)).Order(), _experiment.Stages());
        Assert.All(asked.Runs, run => Assert.True(RunWork.IsDone(_experiment.Opened, run)));
        Assert.All(content.Runs, static run => Assert.NotNull(run.Found<RobustnessResult>()));
        // Where the model was not kept it is trained again, to the same bits.
        Assert.Equal(!trainsAgain, Directory.EnumerateFiles(_experiment.Store, "model.safetensors", SearchOption.AllDirectories).Any());
        // Two accuracies of one network on one page, over other trials each; of 60 beats 12 are a fold.
        Assert.Equal(("10 test trials", "8 test trials"), (content.SweepTrials, content.CleanTrials));
        Assert.Equal("12 test trials", _experiment.Run("keep=nothing", Asked, "robustness.trials=500").CleanTrials);
        _experiment.Run(asked);
        var direct = _experiment.RunAnew(asked);
        Assert.Equal(
            direct.Runs.OrderBy(static run => run.Run).Select(static run => ResultJson.Write(run.Found<RobustnessResult>())),
            content.Runs.OrderBy(static run => run.Run).Select(static run => ResultJson.Write(run.Found<RobustnessResult>())));
    }

    [Fact]
    public void Other_options_are_another_result_beside_the_first()
    {
        _experiment.Run("keep=models", Asked);
        _experiment.Run("keep=models", Asked, "robustness.draws=3");
        Assert.Contains(("robustness", 8), _experiment.Stages());
        Assert.Equal(2, _experiment.Run("keep=models", Asked).Runs[0].Found<RobustnessResult>()!.Points[1].Draws);
        Assert.Contains(("robustness", 8), _experiment.Stages());
    }

    [Fact]
    public void The_robustness_of_a_seed_is_the_mean_over_its_folds()
    {
        var content = _experiment.Run(Asked, "grid.task.fold=[0, 1]");
        Assert.Equal(4, content.Runs.Length);
        foreach (var network in content.Runs)
        {
            var folds = content.Trainings.Where(run => (run.Arm.Name, run.Seed) == (network.Arm.Name, network.Seed)).Select(static run => run.Found<RobustnessResult>()!).ToArray();
            Assert.Equal(2, folds.Length);
            Assert.Equal(ResultJson.Write(RobustnessResult.Mean(folds)), ResultJson.Write(network.Found<RobustnessResult>()));
        }
    }

    [Fact]
    public void Without_the_key_there_is_none()
    {
        Assert.All(_experiment.Run().Runs, static run => Assert.Null(run.Found<RobustnessResult>()));
        Assert.DoesNotContain(_experiment.Stages(), static stage => stage.Stage == "robustness");
    }

    [Theory]
    [InlineData("arms.silent={noise: []}")]
    [InlineData("arms.silent={noise: {sigma: 0, placement: state}}")] // listed, and none all the same
    public void N6_finds_the_noise_off_twin(string silent)
    {
        var content = _experiment.Run(Asked, silent, "claims=[{kind: n6-robust, min-seeds: 2, least-kinds: 1}]");
        var line = Assert.Single(content.Verdicts, static verdict => verdict.Cell == "noisy, white");
        Assert.Equal(2, line.N);
        var pairs = Arm("noisy").Zip(Arm("silent"), static (noisy, twin) => 100 * (noisy - twin)).ToArray();
        Assert.Equal(pairs.Average(), Assert.Single(line.Effects).Value.Mean, 1e-12);

        double[] Arm(string name) => [.. content.Runs.Where(run => run.Arm.Name == name).OrderBy(static run => run.Seed).Select(static run => run.Found<RobustnessResult>()!.Area("white")!.Value)];
    }
}
