using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Robustness as a stage of its own: in the store, from folds to networks, and to the claim.</summary>
public sealed class RobustnessStageTests : IDisposable
{
    private const string Asked = "robustness={perturbations: [white, fgsm], draws: 2, trials: 8, adversarial-trials: 4}";
    private readonly TemporaryFolder _folder = new();

    // Two classes that the first value tells apart.
    public RobustnessStageTests() => _folder.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 60).Select(static k => k % 3 == 0 ? $"2\t-1\t-2\t-{k / 60.0}" : $"1\t1\t2\t{k / 60.0}")));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("models", false)]
    [InlineData("nothing", true)]
    public void Asked_for_later_it_is_the_only_stage_that_runs(string keep, bool trainsAgain)
    {
        var without = Planned($"keep={keep}");
        Run(without);
        var before = Stages();
        var asked = Planned($"keep={keep}", Asked);
        Assert.All(asked.Runs, run => Assert.False(RunWork.IsDone(Opened, run)));
        Assert.All(without.Runs, run => Assert.True(RunWork.IsDone(Opened, run)));

        var content = Run(asked);
        Assert.Equal(before.Append(("robustness", 4)).Order(), Stages());
        Assert.All(asked.Runs, run => Assert.True(RunWork.IsDone(Opened, run)));
        Assert.All(content.Runs, static run => Assert.NotNull(run.Robustness));
        // Where the model was not kept it is trained again, to the same bits.
        Assert.Equal(!trainsAgain, Directory.EnumerateFiles(Store, "model.safetensors", SearchOption.AllDirectories).Any());
        var direct = new ExperimentRunner(asked, Path.Combine(_folder.Path, "other"), workers: 1).Run(TestContext.Current.CancellationToken).Content;
        Assert.Equal(
            direct.Runs.OrderBy(static run => run.Run).Select(static run => ResultJson.Write(run.Robustness)),
            content.Runs.OrderBy(static run => run.Run).Select(static run => ResultJson.Write(run.Robustness)));
    }

    [Fact]
    public void Other_options_are_another_result_beside_the_first()
    {
        Run(Planned("keep=models", Asked));
        Run(Planned("keep=models", Asked, "robustness.draws=3"));
        Assert.Contains(("robustness", 8), Stages());
        Assert.Equal(2, Run(Planned("keep=models", Asked)).Runs[0].Robustness!.Points[1].Draws);
        Assert.Contains(("robustness", 8), Stages());
    }

    [Fact]
    public void The_robustness_of_a_seed_is_the_mean_over_its_folds()
    {
        var content = Run(Planned(Asked, "grid.task.fold=[0, 1]"));
        Assert.Equal(4, content.Runs.Length);
        foreach (var network in content.Runs)
        {
            var folds = content.Trainings.Where(run => (run.Activation, run.Seed) == (network.Activation, network.Seed)).Select(static run => run.Robustness!).ToArray();
            Assert.Equal(2, folds.Length);
            Assert.Equal(ResultJson.Write(RobustnessResult.Mean(folds)), ResultJson.Write(network.Robustness));
        }
    }

    [Fact]
    public void Without_the_key_there_is_none()
    {
        Assert.All(Run(Planned()).Runs, static run => Assert.Null(run.Robustness));
        Assert.DoesNotContain(Stages(), static stage => stage.Stage == "robustness");
    }

    [Theory]
    [InlineData("arms.silent={noise: []}")]
    [InlineData("arms.silent={noise: {sigma: 0, placement: state}}")] // listed, and none all the same
    public void N6_finds_the_noise_off_twin(string silent)
    {
        var content = Run(Planned(Asked, silent, "claims=[{kind: n6-robust, min-seeds: 2, least-kinds: 1}]"));
        var line = Assert.Single(content.Verdicts, static verdict => verdict.Cell == "noisy, white");
        Assert.Equal(2, line.N);
        var pairs = Arm("noisy").Zip(Arm("silent"), static (noisy, twin) => 100 * (noisy - twin)).ToArray();
        Assert.Equal(pairs.Average(), Assert.Single(line.Effects).Value.Mean, 1e-12);

        double[] Arm(string name) => [.. content.Runs.Where(run => run.Activation == name).OrderBy(static run => run.Seed).Select(static run => run.Robustness!.Area("white")!.Value)];
    }

    private string Store => Path.Combine(_folder.Path, "out");

    private RunStore Opened => RunStore.Open(Store);

    private (string Stage, int Count)[] Stages() => [.. Opened.Results.All.GroupBy(static result => result.Stage).Select(static stage => (stage.Key, stage.Count())).Order()];

    private ReportContent Run(Experiment experiment) => new ExperimentRunner(experiment, Store, workers: 2).Run(TestContext.Current.CancellationToken).Content;

    private Experiment Planned(params string[] settings) => Experiment.Parse(
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
        """,
        "robust.yaml", _folder.Path, null, settings);
}
