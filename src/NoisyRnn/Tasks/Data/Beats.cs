using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Heart beats of ECG5000 (UCR archive), a value a step: is the beat normal? Asked at the last step. The beats of one file
/// are split into five folds, twice: four to train and validate, one to test. Of the archive's two files, one trains and
/// validates and the other is the test.
/// </summary>
public sealed record Beats : TrialTask, IValidated
{
    private const int FoldCount = 5, Repetitions = 2, MostClass = 5;
    private const string Expected = "a UCR file of beats, such as ECG5000_TRAIN.tsv: a line a beat, the class (1 to 5) first";
    private static readonly ReadOnce<UcrFile> Shared = new(UcrFile.Read);
    private ImmutableArray<UcrFile> _beats = [];
    private ImmutableArray<int> _classes = [];
    private DataParts? _parts;
    private ImmutableDictionary<NoiseStream, ImmutableArray<double>> _weights = ImmutableDictionary<NoiseStream, ImmutableArray<double>>.Empty;

    /// <summary>The UCR file.</summary>
    [Description("UCR file of beats, such as ECG5000_TRAIN.tsv (or .txt, .ts, .arff): a line a beat, its class 1 normal, 2 to 5 abnormal")]
    [Location]
    public string? File { get; init; }

    /// <summary>The file of the training part.</summary>
    [Description("instead of file: the archive's own training part, ECG5000_TRAIN, which also validates")]
    [Location]
    public string? Train { get; init; }

    /// <summary>The file of the test.</summary>
    [Description("with train: the archive's own test, ECG5000_TEST")]
    [Location]
    public string? Test { get; init; }

    /// <summary>What is told apart.</summary>
    [Description("normal-abnormal (class 1 against all others) or three (class 1, class 2, and 3 to 5 together)")]
    public BeatClasses Classes { get; init; } = BeatClasses.NormalAbnormal;

    /// <summary>Which fold is the test.</summary>
    [Description("which part is the test: 0 to 4 are the folds of a first stratified 5-fold split, 5 to 9 of a second; not with train and test")]
    [Range(0, (FoldCount * Repetitions) - 1)]
    public int Fold { get; init; }

    /// <summary>Share of the training folds that validates.</summary>
    [Description("share of the other four folds, or of train, that is kept for validation, of each class alike")]
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
    public override int StepCount => Loaded[0].Length;

    /// <inheritdoc/>
    public override ImmutableArray<string> Files => File is not null ? [File] : [Train!, Test!];

    /// <inheritdoc/>
    public override string About => "heart beats of a file, in the form of the UCR archive: normal or not, or three classes";

    /// <inheritdoc/>
    public override string Summary => (Classes == BeatClasses.Three ? "heart beats of class 1, 2 or another" : "heart beats, normal or not")
        + $", asked at the last of {StepCount} steps; {_parts} beats"
        + (Weights == ClassWeights.Balanced ? "; classes count alike" : "");

    /// <inheritdoc/>
    public override string DataRead => string.Join("; ", _beats.Select(beats =>
        $"{beats.File}: {DataLine.Of(beats.Series.Length, "trial", beats.Length, 1, DataLine.Classes(beats.Classes), beats.Length)}"));

    /// <inheritdoc/>
    public override ImmutableArray<string> PartKeys => File is null ? [] : ["fold"];

    /// <inheritdoc/>
    public override string Part => File is null ? "" : $"fold {Fold}";

    private ImmutableArray<UcrFile> Loaded => _beats.IsEmpty ? throw new InvalidOperationException("the task's file is not loaded") : _beats;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach (var (key, path) in new[] { ("file", File), ("train", Train), ("test", Test) })
        {
            if (path is { Length: 0 })
                yield return (key, "the text is empty; allowed is the path of a UCR file, here or by --data");
        }

        if (File is null && Train is null && Test is null)
            yield return ("file", $"missing; a path, here or by --data: {Expected[2..]}");
        else if (File is not null ? Train is not null || Test is not null : Train is null || Test is null)
            yield return ("file", "allowed is file alone, or train and test together");
        else if (File is null && Fold != 0)
            yield return ("fold", $"{Fold} with train and test, which are a split of their own; allowed is 0, or file in their place");
    }

    /// <inheritdoc/>
    public override int? TrialCount(NoiseStream part) => _parts?[part].Length;

    /// <inheritdoc/>
    public override TrialTask Load(string folder)
    {
        ImmutableArray<UcrFile> beats = File is not null ? [Read("file", File)] : [Read("train", Train!), Read("test", Test!)];
        if (beats[^1].Length != beats[0].Length)
            throw new InputException($"{beats[^1].File}: beats of {beats[^1].Length} values; those of {beats[0].File} have {beats[0].Length}, and both must be alike");
        ImmutableArray<int> classes = [.. beats.SelectMany(ClassesOf)];
        var strata = new Stratified(classes);
        var count = beats[0].Series.Length;
        var order = DataParts.FixedOrder(count, SplitSeed, Substream.SplitOrder, (ulong)(Fold / FoldCount));
        var (test, others) = File is not null ? strata.Fold(order, FoldCount, Fold % FoldCount) : ([.. Enumerable.Range(count, classes.Length - count)], order.ToArray());
        var (validation, training) = strata.Take(others, ValidationShare);
        var parts = new DataParts(training, validation, test);
        return this with { _beats = beats, _classes = classes, _parts = parts, _weights = WeightsOf(parts, strata, beats) };

        UcrFile Read(string key, string file) => Shared.Read(TaskFile.PathOf(folder, file, Expected, key));
    }

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var item = (_parts ?? throw new InvalidOperationException("the task's file is not loaded")).ItemOf(key);
        var count = Loaded[0].Series.Length;
        var series = item < count ? _beats[0].Series[item] : _beats[1].Series[item - count];
        for (var t = 0; t < trial.Steps; t++)
            trial.Inputs[t, 0] = series[t];
        var (last, right) = (trial.Steps - 1, _classes[item]);
        trial.Targets[last, right] = 1;
        for (var o = 0; o < OutputCount; o++)
            trial.Mask[last, o] = _weights[key.Stream][right];
    }

    private IEnumerable<int> ClassesOf(UcrFile beats) => beats.Classes.Select((c, k) => c is >= 1 and <= MostClass
        ? Math.Min(c, OutputCount) - 1
        : throw new InputException($"{beats.File}:{beats.Lines[k]}: class {c} is not allowed; 1 (normal) to {MostClass}"));

    private ImmutableDictionary<NoiseStream, ImmutableArray<double>> WeightsOf(DataParts parts, Stratified strata, ImmutableArray<UcrFile> beats)
    {
        var weights = ImmutableDictionary.CreateBuilder<NoiseStream, ImmutableArray<double>>();
        foreach (var (part, name) in new[] { (NoiseStream.Task, "training"), (NoiseStream.Validation, "validation"), (NoiseStream.Test, "test") })
        {
            var counts = strata.Counts(parts[part], OutputCount);
            if (Array.IndexOf(counts, 0) is var missing and >= 0)
            {
                var file = part == NoiseStream.Test ? beats[^1].File : beats[0].File;
                throw new InputException(File is not null
                    ? $"{file}: task.fold = {Fold}: the {name} part has no beat of class {ClassName(missing)}; each class needs {2 + FoldCount} beats or more, one in every part"
                    : $"{file}: the {name} part has no beat of class {ClassName(missing)}; each class needs 2 beats or more in task.train and 1 in task.test");
            }

            var total = parts[part].Length;
            weights[part] = [.. counts.Select(n => Weights == ClassWeights.Balanced ? (double)total / (counts.Length * n) : 1)];
        }

        return weights.ToImmutable();
    }

    private string ClassName(int index) =>
        index == 0 ? "1 (normal)" : index == 1 && Classes == BeatClasses.Three ? "2" : Classes == BeatClasses.Three ? "3 to 5" : "2 to 5 (abnormal)";
}
