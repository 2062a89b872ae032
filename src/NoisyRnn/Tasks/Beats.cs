using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Heart beats of ECG5000 (UCR archive), a value a step: is the beat normal? Asked at the last step. The beats of the file
/// are split into five folds, twice: four to train and validate, one to test.
/// </summary>
public sealed record Beats : TrialTask, IValidated
{
    private const int FoldCount = 5, Repetitions = 2, MostClass = 5;
    private static readonly ReadOnce<UcrFile> Shared = new(UcrFile.Read);
    private UcrFile? _beats;
    private ImmutableArray<int> _classes = [];
    private DataParts? _parts;
    private ImmutableDictionary<NoiseStream, ImmutableArray<double>> _weights = ImmutableDictionary<NoiseStream, ImmutableArray<double>>.Empty;

    /// <summary>The UCR file.</summary>
    [Description("UCR file of beats, such as ECG5000_TRAIN.tsv: a line a beat, the class (1 normal, 2 to 5 abnormal) first")]
    [Location]
    public required string File { get; init; }

    /// <summary>What is told apart.</summary>
    [Description("normal-abnormal (class 1 against all others) or three (class 1, class 2, and 3 to 5 together)")]
    public BeatClasses Classes { get; init; } = BeatClasses.NormalAbnormal;

    /// <summary>Which fold is the test.</summary>
    [Description("which part is the test: 0 to 4 are the folds of a first stratified 5-fold split, 5 to 9 of a second")]
    [Range(0, (FoldCount * Repetitions) - 1)]
    public int Fold { get; init; }

    /// <summary>Share of the training folds that validates.</summary>
    [Description("share of the other four folds that is kept for validation, of each class alike")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Weights of classes.</summary>
    [Description("balanced (all classes count alike in loss and accuracy) or equal (all beats do)")]
    public ClassWeights Weights { get; init; } = ClassWeights.Balanced;

    /// <summary>Which splits.</summary>
    [Description("seed of the splits; the same for every run")]
    public ulong SplitSeed { get; init; } = 1;

    /// <inheritdoc/>
    public override int InputCount => 1;

    /// <inheritdoc/>
    public override int OutputCount => Classes == BeatClasses.Three ? 3 : 2;

    /// <inheritdoc/>
    public override int StepCount => Series.Length;

    /// <inheritdoc/>
    public override ImmutableArray<string> Files => [File];

    /// <inheritdoc/>
    public override string Summary => (Classes == BeatClasses.Three ? "heart beats of class 1, 2 or another" : "heart beats, normal or not")
        + $", asked at the last of {StepCount} steps; {_parts} beats"
        + (Weights == ClassWeights.Balanced ? "; classes count alike" : "");

    /// <inheritdoc/>
    public override ImmutableArray<string> PartKeys => ["fold"];

    /// <inheritdoc/>
    public override string Part => $"fold {Fold}";

    private UcrFile Series => _beats ?? throw new InvalidOperationException("the task's file is not loaded");

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (File.Length == 0)
            yield return ("file", "the text is empty; allowed is the path of a UCR file, here or by --data");
    }

    /// <inheritdoc/>
    public override int? TrialCount(NoiseStream part) => _parts?[part].Length;

    /// <inheritdoc/>
    public override TrialTask Load(string folder)
    {
        var path = TaskFile.PathOf(folder, File, "a UCR file of beats, such as ECG5000_TRAIN.tsv: a line a beat, the class (1 to 5) first");
        var beats = Shared.Read(path);
        ImmutableArray<int> classes = [.. beats.Classes.Select((c, k) => c is >= 1 and <= MostClass
            ? Math.Min(c, OutputCount) - 1
            : throw new InputException($"{path}:{beats.Lines[k]}: class {c} is not allowed; 1 (normal) to {MostClass}"))];
        var strata = new Stratified(classes);
        var order = DataParts.FixedOrder(classes.Length, SplitSeed, DataParts.SplitOrder, (ulong)(Fold / FoldCount));
        var (test, others) = strata.Fold(order, FoldCount, Fold % FoldCount);
        var (validation, training) = strata.Take(others, ValidationShare);
        var parts = new DataParts(training, validation, test);
        return this with { _beats = beats, _classes = classes, _parts = parts, _weights = WeightsOf(parts, strata, path) };
    }

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var item = (_parts ?? throw new InvalidOperationException("the task's file is not loaded")).ItemOf(key);
        for (var t = 0; t < trial.Steps; t++)
            trial.Inputs[t, 0] = Series.Series[item][t];
        var (last, right) = (trial.Steps - 1, _classes[item]);
        trial.Targets[last, right] = 1;
        for (var o = 0; o < OutputCount; o++)
            trial.Mask[last, o] = _weights[key.Stream][right];
    }

    private ImmutableDictionary<NoiseStream, ImmutableArray<double>> WeightsOf(DataParts parts, Stratified strata, string path)
    {
        var weights = ImmutableDictionary.CreateBuilder<NoiseStream, ImmutableArray<double>>();
        foreach (var (part, name) in new[] { (NoiseStream.Task, "training"), (NoiseStream.Validation, "validation"), (NoiseStream.Test, "test") })
        {
            var counts = strata.Counts(parts[part], OutputCount);
            if (Array.IndexOf(counts, 0) is var missing and >= 0)
            {
                throw new InputException(
                    $"{path}: task.fold = {Fold}: the {name} part has no beat of class {ClassName(missing)}; each class needs {2 + FoldCount} beats or more, one in every part");
            }

            var total = parts[part].Length;
            weights[part] = [.. counts.Select(n => Weights == ClassWeights.Balanced ? (double)total / (counts.Length * n) : 1)];
        }

        return weights.ToImmutable();
    }

    private string ClassName(int index) =>
        index == 0 ? "1 (normal)" : index == 1 && Classes == BeatClasses.Three ? "2" : Classes == BeatClasses.Three ? "3 to 5" : "2 to 5 (abnormal)";
}
