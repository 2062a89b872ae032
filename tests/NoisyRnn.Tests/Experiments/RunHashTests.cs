using System.Globalization;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A run's hash names what is computed: nothing else may change it, and everything that is must.</summary>
public sealed class RunHashTests
{
    // Read by nothing that trains or sweeps: names, where things are, what is kept, what is decided afterwards, other stages.
    private static readonly string[] Unread = ["format", "name", "title", "description", "claims", "keep", "arms", "grid", "scale", "folder", "contents", "scales", .. Analyses];

    // Each a stage of its own, with a hash of its own.
    private static IEnumerable<string> Analyses => typeof(ExperimentSpec).GetProperties()
        .Where(static property => property.PropertyType.IsSubclassOf(typeof(Analysis)) && property.Name != nameof(ExperimentSpec.Sweep))
        .Select(static property => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name));

    private static readonly PlannedRun Plain = One("");

    /// <summary>Every key that a run reads, with another value than its default: nested kinds by one case each.</summary>
    public static TheoryData<string> Changes => [.. Keys().Select(static key => $"{key.Path}: {Other(key)}"), .. Kinds];

    private static string[] Kinds =>
    [
        "task: {kind: function-approximation, low: -2}", "task: {function: {kind: sine, frequency: 2}}", "task: {function: step}",
        "network: {activation: tanh}", "network: {activation: leaky-relu}", "network: {units: 31}", "network: {recurrent-initializer: {kind: gaussian, radius: .9}}",
        "network: {train-initial-state: true}", "noise: {sigma: .1}", "noise: [{sigma: .1}, {sigma: .1}]", "noise: {sigma: .1, placement: outside}", "noise: {sigma: .1, scale: sqrt-dt}",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_a_run_reads_changes_its_hash(string change)
    {
        var (path, value) = (change[..change.IndexOf(':', StringComparison.Ordinal)], change[(change.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var changed = Assert.Single(SmallExperiment.Of("", $"{path}={value}").Runs);
        Assert.NotEqual(Plain.Hash, changed.Hash);
        // A sweep does not change what was trained: the network is not trained again.
        Assert.Equal(path.StartsWith("sweep", StringComparison.Ordinal), Plain.TrainingHash == changed.TrainingHash);
    }

    [Theory]
    [InlineData("name=other")]
    [InlineData("title=Other")]
    [InlineData("description=Other")]
    [InlineData("claims=[c2-prefers-silence]")]
    [InlineData("keep=models")]
    [InlineData("rules.min-seeds=3")]
    public void What_no_run_reads_leaves_the_hash(string setting) => Assert.Equal(Plain.Hash, Assert.Single(SmallExperiment.Of("", setting).Runs).Hash);

    [Fact]
    public void Robustness_is_a_stage_with_a_hash_of_its_own()
    {
        var (some, other) = (One("robustness: {draws: 3}"), One("robustness: {draws: 4}"));
        Assert.Equal("sweep", Assert.Single(Plain.Stages).Name);
        Assert.Equal(Plain.Hash, some.Hash);
        Assert.NotEqual(some.Stages[1].Hash, other.Stages[1].Hash);
        Assert.NotEqual(some.Stages[1].Hash, One("robustness: {draws: 3}\nseed: 2").Stages[1].Hash);
        // Frozen: where it changes, every store on disk loses its robustness. Only a raised revision may do that.
        Assert.Equal("71a48bf598", some.Stages[1].Hash.Short);
    }

    [Fact]
    public void The_twin_of_a_noisy_run_is_the_run_without_noise()
    {
        var noisy = One("noise: {sigma: .5}");
        Assert.NotEqual(noisy.TrainingHash, noisy.TwinHash);
        Assert.Equal(One("noise: []").TrainingHash, noisy.TwinHash);
        Assert.Equal(Plain.TrainingHash, Plain.TwinHash);
    }

    [Fact]
    public void Neither_order_nor_spelling_nor_defaults_written_out_count()
    {
        var terse = One("training: {batch: 8, iterations: 1000}\nnoise: {sigma: .5}\nnetwork: {activation: tanh}");
        var other = One("network: {activation: {kind: tanh}, units: 32, kind: ctrnn}\nnoise: [{placement: inside, scale: per-step, sigma: [5e-1]}]\ntraining: {iterations: 1e3, loss: mse, batch: 8}\ndt: 0.10");
        Assert.Equal(terse.Hash, other.Hash);
        var written = YamlText.Write(terse.Spec with { Grid = null, Scales = null });
        Assert.Equal(terse.Hash, Assert.Single(Experiment.Parse(written, "written.yaml", "/", null, []).Runs).Hash);
    }

    [Fact]
    public void A_value_from_the_grid_is_the_same_run_as_one_written_in_the_file()
    {
        var grid = SmallExperiment.Of("grid: {noise.sigma: [.1, .3], seed: 1..2}");
        Assert.Equal(4, grid.Runs.Select(static run => run.Hash).Distinct().Count());
        Assert.Contains(One("noise: {sigma: .3}\nseed: 2").Hash, grid.Runs.Select(static run => run.Hash));
    }

    [Fact]
    public void The_content_of_a_table_counts_and_its_time_does_not()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 20).Select(static k => $"{k},{k * k}").ToArray();
        StageHash Hash(string text)
        {
            folder.Write("samples.csv", text);
            return Assert.Single(Experiment.Parse("name: small\ntask: {file: samples.csv}", "x.yaml", folder.Path, null, []).Runs).TrainingHash;
        }

        var first = Hash(string.Join('\n', rows));
        var changed = Hash(string.Join('\n', [.. rows[..^1], "19,360"]));
        Assert.NotEqual(first, changed);
        Assert.Equal(first, Hash(string.Join('\n', rows)));
    }

    [Fact]
    public void Where_a_file_lies_does_not_count()
    {
        using var folder = new TemporaryFolder();
        var rows = string.Join('\n', Enumerable.Range(0, 20).Select(static k => $"{k},{k * k}"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "moved"));
        folder.Write("samples.csv", rows);
        folder.Write(Path.Combine("moved", "other.csv"), rows);
        StageHash Hash(string file) =>
            Assert.Single(Experiment.Parse($"name: small\ntask: {{file: {file}}}", "x.yaml", folder.Path, null, []).Runs).TrainingHash;
        Assert.Equal(Hash("samples.csv"), Hash("moved/other.csv"));
        Assert.NotEqual(Plain.TrainingHash, Hash("samples.csv"));
    }

    [Fact]
    public void A_change_of_revision_changes_every_hash()
    {
        var reads = new TrainingSpec();
        Assert.NotEqual(StageHash.Of("train", PlannedRun.TrainingRevision, reads), StageHash.Of("train", PlannedRun.TrainingRevision + 1, reads));
    }

    [Fact]
    public void The_hashes_of_the_defaults_are_what_they_always_were()
    {
        // Frozen: where one changes, every store on disk loses its networks or its sweeps. Only a raised revision may do that.
        Assert.Equal(FrozenTrainingHash, Plain.TrainingHash.Hex);
        Assert.Equal(FrozenHash, Plain.Hash.Hex);
    }

    /// <summary>Frozen likewise: all analyses at once, with their defaults and revisions.</summary>
    [Fact]
    public void The_hashes_of_all_analyses_are_what_they_always_were()
    {
        var spec = Plain.Spec with { Setup = Plain.Spec.Setup with { Noise = [new() { Sigma = [.3] }] } };
        foreach (var property in typeof(ExperimentSpec).GetProperties().Where(static property => property.PropertyType.IsSubclassOf(typeof(Analysis))))
            property.SetValue(spec, Activator.CreateInstance(property.PropertyType));
        var plan = PlannedRun.Of(spec, Plain.Point, new TaskContents { Task = spec.Setup.Task, Files = [], Summary = "" });
        Assert.Superset(FrozenStages.ToHashSet(), plan.Stages.Select(static stage => $"{stage.Name} {stage.Hash.Short}").ToHashSet());
    }

    private static readonly string[] FrozenStages =
    [
        "sweep 33cfe18580", "robustness 4bec9339a3", "behaviour 5cb3275d28", "mean-field-optimum 8438530dd7", "bias a5ba7e5868", "operating-points 757f8830e9",
        "fixed-points eb05405ac1", "stationary 3ad1b09dc0", "predicted-preference 8839985c0f", "noise-portrait e3247af9f2", "repair 606b2a71d4", "noise-overfit c7a1722a07",
        "lyapunov 1c8be234c1", "hessian 4ff74512f5", "regularizer d01a0cfe66", "stability a88192d8b3", "stochastic-stabilization 920f6d0953",
        "training-stability b00629d8c0", "margin 447f1d0428",
    ];

    private const string FrozenTrainingHash = "5da44a727ed3d655136052cad5a964ae00b14edb7db0c98a9bd94a6785f6543e";

    // Of sweep revision 2.
    private const string FrozenHash = "58562dbf6303c98674066eb7684cd4fb04dd8c7e1600dce49d3e255d0ddd979f";

    private static PlannedRun One(string yaml) => Assert.Single(SmallExperiment.Of(yaml).Runs);

    private static IEnumerable<SpecKey> Keys() => Catalogue.Keys(typeof(ExperimentSpec))
        .Where(static key => !Unread.Contains(key.Path) && !key.Path.StartsWith("rules.", StringComparison.Ordinal) && key.Path is not ("task" or "network" or "noise"));

    private static string Other(SpecKey key) => key.Path switch
    {
        "training.loss" => "{kind: mse, readout: sigmoid}",
        "training.optimizer" => "{kind: adam, rate: .5}",
        "training.schedule" => "cosine",
        "scheme" => "heun-stratonovich",
        "training.clip-norm" or "training.clip-value" or "training.target-loss" or "training.patience" => "3",
        "training.penalty.terms" => "q",
        "training.penalty.noise" => "{sigma: 0}",
        "training.keep-best" or "sweep.mean-output" => "true",
        "training.validation-noise" => "none",
        "training.noise-schedule" => "random-per-trial",
        "training.moments" => "closure",
        "sweep.levels" or "sweep.absolute-levels" => "[0, 1]",
        _ when double.TryParse(key.Default, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            (number == Math.Floor(number) && number > 0 ? number + 1 : (number / 2) + .01).ToString(CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"give another value for {key.Path} (default {key.Default})"),
    };
}
