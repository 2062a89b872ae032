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
    private static readonly ReadOnce<SequenceTable> Shared = new(SequenceTable.Read);
    private SequenceTable? _table;
    private DataParts? _parts;

    /// <summary>The file.</summary>
    [Description("npz file with x [trials, steps] or [trials, steps, channels], y [trials] (labels) or [trials, steps, outputs] (targets) and perhaps mask [trials, steps]; or CSV file, a row a trial, the label first, or a row a step with a header trial, step, u1, ..., y1, ... and perhaps mask")]
    [Location]
    public required string File { get; init; }

    /// <summary>Share of the trials for the test.</summary>
    [Description("share of the trials that are kept for the test")]
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
    public override int InputCount => Table.Channels;

    /// <inheritdoc/>
    public override int OutputCount => Table.Outputs;

    /// <inheritdoc/>
    public override int StepCount => Table.Steps;

    /// <inheritdoc/>
    public override ImmutableArray<string> Files => [File];

    // 1: gradients of the readout no longer hold steps of the batch before, where a mask has gaps.
    internal override int Revision => 1;

    /// <inheritdoc/>
    public override string Summary => $"sequences of {StepCount} steps and {InputCount} channels, "
        + (Table.Classes.IsEmpty ? $"{OutputCount} targets" : $"{OutputCount} classes") + $"; {_parts} trials";

    private SequenceTable Table => _table ?? throw new InvalidOperationException("the task's file is not loaded");

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (File.Length == 0)
            yield return ("file", "the text is empty; allowed is the path of an npz or CSV file, here or by --data");
    }

    /// <inheritdoc/>
    public override int? TrialCount(NoiseStream part) => _parts?[part].Length;

    /// <inheritdoc/>
    public override TrialTask Load(string folder)
    {
        var path = TaskFile.PathOf(folder, File, "an npz file with x and y, or a CSV file, a row a trial, the label first, or a row a step with columns trial, step, u1, ..., y1, ...");
        var table = Shared.Read(path);
        // Targets are one stratum.
        var classes = table.Classes.IsEmpty ? new int[table.Trials] : (IReadOnlyList<int>)table.Classes;
        var strata = new Stratified(classes);
        var (test, others) = strata.Take(DataParts.FixedOrder(table.Trials, SplitSeed, DataParts.SplitOrder), TestShare);
        var (validation, training) = strata.Take(others, ValidationShare);
        int[][] counts = [.. new[] { training, validation, test }.Select(part => strata.Counts(part, classes.Max() + 1))];
        for (var c = 0; c <= classes.Max(); c++)
        {
            if (Array.Exists(counts, part => part[c] == 0))
            {
                var what = table.Classes.IsEmpty ? "the trials" : $"the trials of class {c + 1} in ascending order of labels";
                throw new InputException($"{path}: {what} are {counts.Sum(part => part[c])}, split {counts[0][c]} : {counts[1][c]} : {counts[2][c]} "
                    + "into training, validation and test; each part needs one or more: add trials or change task.test-share and task.validation-share");
            }
        }

        return this with { _table = table, _parts = new DataParts(training, validation, test) };
    }

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial) =>
        Table.Fill((_parts ?? throw new InvalidOperationException("the task's file is not loaded")).ItemOf(key), trial);
}
