using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A user's own sequences: a label for each, or targets step by step. Labels are asked for at the last step, or where a mask
/// says; with labels, the split keeps the shares of the classes.
/// </summary>
public sealed record LabelledSequences : TrialTask, IValidated
{
    private const string What = "npz file with x and y, or a CSV file, a row a trial, the label first, or a row a step with columns trial, step, u1, ..., y1, ...";

    private const string Expected = $"an {What}";

    private static readonly ConcurrentDictionary<SequenceForm, ReadOnce<SequenceFile>> Shared = new();
    // What has been read stays known as long as someone holds it.
    private ImmutableArray<SequenceFile> _files = [];
    private SequenceSet? _set;
    private DataParts? _parts;

    /// <summary>The file.</summary>
    [Description("npz file with x [trials, steps] or [trials, steps, channels], y [trials] (labels) or [trials, steps, outputs] (targets) and perhaps mask [trials, steps] and lengths [trials], or with x_train, y_train, x_test, y_test; or CSV file, a row a trial, the label first or where names say, or a row a step with a header trial, step, u1, ..., y1, ... (or label) and perhaps mask")]
    [Location]
    public string? File { get; init; }

    /// <summary>The file of the training part.</summary>
    [Description("instead of file: the file of the trials to train on and to validate with")]
    [Location]
    public string? Train { get; init; }

    /// <summary>The file of the test.</summary>
    [Description("with train: the file of the test's trials")]
    [Location]
    public string? Test { get; init; }

    /// <summary>Whether the first line of a CSV file is a header.</summary>
    [Description("whether the first line of a CSV file names its columns; by default the line tells, and where it cannot, the file is refused")]
    public bool? Header { get; init; }

    /// <summary>The label.</summary>
    [Description("the column of labels of a CSV file: its name, first, last, or its number from 1; in an npz file, the array that is y")]
    public string Label { get; init; } = "";

    /// <summary>Columns that are left out.</summary>
    [Description("columns of a CSV file that are neither label nor value: names or numbers from 1, or none, which takes all columns but the label as values in the order of the file; by default names tell (index, id, trial, subject, ...)")]
    public ImmutableArray<string> Index { get; init; } = [];

    /// <summary>The order of axes.</summary>
    [Description("the order of the axes of x in an npz file, and of y and mask where they have as many; auto is trials-steps-channels, or trials-channels-steps where y, mask or lengths show it")]
    public SequenceLayout Layout { get; init; } = SequenceLayout.Auto;

    /// <summary>Share of the trials for the test.</summary>
    [Description("share of the trials that are kept for the test; not used where the files have a test part")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double TestShare { get; init; } = 0.2;

    /// <summary>Share of the others for validation.</summary>
    [Description("share of the other trials that are kept for validation")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Which split.</summary>
    [Description("seed of the split; the same for every run")]
    public ulong SplitSeed { get; init; } = 1;

    /// <inheritdoc/>
    public override int InputCount => Set.Channels;

    /// <inheritdoc/>
    public override int OutputCount => Set.Outputs;

    /// <inheritdoc/>
    public override int StepCount => Set.Steps;

    /// <inheritdoc/>
    public override ImmutableArray<string> Files => File is not null ? [File] : [Train!, Test!];

    // 1: gradients of the readout no longer hold steps of the batch before, where a mask has gaps. 2: the names of a CSV file's
    // columns decide, not their places.
    internal override int Revision => 2;

    /// <inheritdoc/>
    public override string About => "sequences of files of one's own, with a class or targets each";

    /// <inheritdoc/>
    public override string Summary => $"sequences of {StepCount} steps and {InputCount} channels, "
        + (Set.ClassNames.IsEmpty ? $"{OutputCount} targets" : $"{OutputCount} classes") + $"; {_parts} trials";

    /// <inheritdoc/>
    public override string DataRead => _set is null ? "" : string.Join("; ", Enumerable.Range(0, Set.Tables.Length).Select(Set.Line));

    /// <summary>Whether classes are told apart; else there are targets.</summary>
    internal bool HasClasses => !Set.ClassNames.IsEmpty;

    /// <summary>The same for networks that were trained elsewhere: all trials of the file are for the test; of a file with parts its last, the test.</summary>
    /// <param name="folder">Where a relative path starts.</param>
    /// <param name="staticChannels">The inputs of a network without time: so many columns are channels of a single step; null of others.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    internal LabelledSequences LoadForTest(string folder, int? staticChannels = null)
    {
        var file = Read(folder, "file", File!, staticChannels);
        var set = new SequenceSet([file.Parts.OfType<SequenceTable>().Last()]);
        int[] all = [.. Enumerable.Range(0, set.Trials)];
        return this with { _files = [file], _set = set, _parts = new DataParts(all, all, all) };
    }

    private SequenceSet Set => _set ?? throw new InvalidOperationException("the task's file is not loaded");

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach (var (key, path) in new[] { ("file", File), ("train", Train), ("test", Test) })
        {
            if (path is { Length: 0 })
                yield return (key, "the text is empty; allowed is the path of an npz or CSV file, here or by --data");
        }

        if (File is null && Train is null && Test is null)
            yield return ("file", $"missing; a path, here or by --data: {What}");
        else if (File is not null ? Train is not null || Test is not null : Train is null || Test is null)
            yield return ("file", "allowed is file alone, or train and test together");
        if (Label.Length > 0 && Index.Contains(Label))
            yield return ("index", $"'{Label}' is the label; allowed are other columns");
    }

    /// <inheritdoc/>
    public override int? TrialCount(NoiseStream part) => _parts?[part].Length;

    /// <inheritdoc/>
    public override int StepsOf(TrialKey key) => Set.LengthOf(Parts.ItemOf(key));

    /// <inheritdoc/>
    public override TrialTask Load(string folder)
    {
        ImmutableArray<SequenceFile> files = File is not null ? [Read(folder, "file", File)] : [Read(folder, "train", Train!), Read(folder, "test", Test!)];
        if (files.Length > 1 && Array.Find(files.ToArray(), static file => file.Parts.Length > 1) is { } twice)
            throw new InputException($"{twice.Parts[0]!.Path}: has parts for training and test by itself; allowed is task.file, or one set of trials each in task.train and task.test");
        var set = new SequenceSet([.. files.SelectMany(static file => file.Parts).OfType<SequenceTable>()]);
        int[] sizes = files.Length > 1 ? [files[0].Parts[0]!.Trials, 0, files[1].Parts[0]!.Trials]
            : files[0].Parts.Length > 1 ? [.. files[0].Parts.Select(static table => table?.Trials ?? 0)] : [];
        return this with { _files = files, _set = set, _parts = SequenceSplit.Of(set, sizes, TestShare, ValidationShare, SplitSeed) };
    }

    /// <inheritdoc/>
    public override TrialTask Asking(bool forClasses) => this with { _set = Set.Asking(forClasses) };

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial) => Set.Fill(Parts.ItemOf(key), trial);

    private SequenceFile Read(string folder, string key, string file, int? staticChannels = null) => Shared.GetOrAdd(
        new SequenceForm(Header, Label, string.Join('\n', Index), Layout, staticChannels),
        static form => new ReadOnce<SequenceFile>(path => SequenceTable.Read(path, form))).Read(TaskFile.PathOf(folder, file, Expected, key));

    private DataParts Parts => _parts ?? throw new InvalidOperationException("the task's file is not loaded");
}
