using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// Trials from a user's file: inputs, and labels or targets. Npz with arrays x [trials, steps] or [trials, steps, channels],
/// y [trials] (labels) or [trials, steps] or [trials, steps, outputs] (targets), and perhaps mask [trials, steps] (with
/// targets also [trials, steps, outputs]); or CSV, a row a trial or a row a step (<see cref="SequenceCsv"/>).
/// </summary>
internal sealed class SequenceTable
{
    private const int MostClasses = 1000;
    private readonly NpyArray _inputs, _targets;
    private readonly NpyArray? _mask;
    private readonly string _path;

    private SequenceTable(string path, NpyArray inputs, NpyArray targets, NpyArray? mask)
    {
        (_path, _inputs, _targets, _mask) = (path, inputs, targets, mask);
        if (inputs.Shape is not ([> 0, > 0] or [> 0, > 0, > 0]))
            throw Wrong("x", inputs, "[trials, steps] or [trials, steps, channels]");
        (Trials, Steps, Channels) = (inputs.Shape[0], inputs.Shape[1], inputs.Shape.ElementAtOrDefault(2) is var c and > 0 ? c : 1);
        if (!IsShape(targets, Trials) && !IsShape(targets, Trials, Steps) && !(targets.Shape is [_, _, > 0] && IsShape(targets, Trials, Steps, targets.Shape[2])))
            throw Wrong("y", targets, $"[{Trials}] (labels), [{Trials}, {Steps}] or [{Trials}, {Steps}, outputs] (targets), as x is {inputs}");
        Classes = targets.Shape.Length == 1 ? ClassesOf() : [];
        Outputs = Classes.IsEmpty ? targets.Shape.ElementAtOrDefault(2) is var o and > 0 ? o : 1 : Classes.Max() + 1;
        if (mask is not null && !IsShape(mask, Trials, Steps) && (!Classes.IsEmpty || !IsShape(mask, Trials, Steps, Outputs)))
            throw Wrong("mask", mask, Classes.IsEmpty ? $"[{Trials}, {Steps}] or [{Trials}, {Steps}, {Outputs}]" : $"[{Trials}, {Steps}]");
        RequireFinite("x", inputs);
        RequireFinite("y", targets);
        if (mask is not null)
            RequireMask(mask);
    }

    /// <summary>Number of trials.</summary>
    public int Trials { get; }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>I.</summary>
    public int Channels { get; }

    /// <summary>O: classes, or target channels.</summary>
    public int Outputs { get; }

    /// <summary>The class of each trial, from 0: the distinct labels, ascending. Empty where the file has targets.</summary>
    public ImmutableArray<int> Classes { get; }

    /// <summary>Reads a file: npz or CSV, by its first bytes.</summary>
    /// <exception cref="InputException">Unreadable, or not in the form described; the array and what is allowed are named.</exception>
    public static SequenceTable Read(string path)
    {
        using (var file = InputFile.Open(path))
        {
            if (file.ReadByte() != 'P' || file.ReadByte() != 'K')
                return OfCsv(path);
        }

        using var arrays = NpzFile.Open(path);
        return new SequenceTable(path, Needed("x"), Needed("y"), arrays.Find("mask"));

        NpyArray Needed(string name) => arrays.Find(name) ?? throw new InputException(
            $"{path}: no array '{name}'; found are {arrays}; needed are x (inputs) and y (labels or targets), allowed is mask");
    }

    /// <summary>Writes one trial; labels are asked for at the last step where there is no mask.</summary>
    public void Fill(int item, Trial trial)
    {
        for (int t = 0, k = item * Steps * Channels; t < Steps; t++)
        {
            for (var i = 0; i < Channels; i++, k++)
                trial.Inputs[t, i] = _inputs[k];
            for (var o = 0; o < Outputs; o++)
            {
                trial.Mask[t, o] = Mask(item, t, o);
                trial.Targets[t, o] = !Classes.IsEmpty
                    ? trial.Mask[t, o] != 0 && Classes[item] == o ? 1 : 0
                    : _targets[(((item * Steps) + t) * Outputs) + o];
            }
        }
    }

    private double Mask(int item, int step, int output) => _mask switch
    {
        null => Classes.IsEmpty || step == Steps - 1 ? 1 : 0,
        { Shape.Length: 2 } => _mask[(item * Steps) + step],
        _ => _mask[(((item * Steps) + step) * Outputs) + output],
    };

    private static SequenceTable OfCsv(string path)
    {
        var (inputs, targets, mask) = SequenceCsv.Read(path);
        return new SequenceTable(path, inputs, targets, mask);
    }

    private ImmutableArray<int> ClassesOf()
    {
        var labels = _targets.ToDouble();
        if (Array.FindIndex(labels, static y => y != Math.Floor(y) || !double.IsFinite(y)) is var wrong and >= 0)
            throw new InputException($"{_path}: y: label {labels[wrong]} of trial {wrong + 1} is not allowed; whole numbers (or targets for every step)");
        double[] distinct = [.. labels.Distinct().Order()];
        return distinct.Length is >= 2 and <= MostClasses
            ? [.. labels.Select(y => Array.BinarySearch(distinct, y))]
            : throw new InputException($"{_path}: y has {distinct.Length} different labels; allowed is 2 to {MostClasses}");
    }

    private void RequireFinite(string name, NpyArray array)
    {
        for (var k = 0; k < array.Length; k++)
        {
            if (!double.IsFinite(array[k]))
                throw new InputException($"{_path}: {name}: {Place(array, k)} is {array[k]}; allowed are finite numbers");
        }
    }

    private void RequireMask(NpyArray mask)
    {
        var perTrial = mask.Length / Trials;
        for (var item = 0; item < Trials; item++)
        {
            var total = 0.0;
            for (var k = item * perTrial; k < (item + 1) * perTrial; k++)
            {
                if (!(mask[k] >= 0 && double.IsFinite(mask[k])))
                    throw new InputException($"{_path}: mask: {Place(mask, k)} is {mask[k]}; allowed are finite numbers of at least 0");
                total += mask[k];
            }

            if (total == 0)
                throw new InputException($"{_path}: mask: trial {item + 1} has no step above 0; every trial must ask for something");
        }
    }

    private static string Place(NpyArray array, int index)
    {
        string[] names = ["trial", "step", "channel"];
        var words = new List<string>();
        for (var d = array.Shape.Length - 1; d >= 0; d--, index /= array.Shape[d + 1])
            words.Insert(0, $"{names[d]} {(index % array.Shape[d]) + 1}");
        return string.Join(", ", words);
    }

    private static bool IsShape(NpyArray array, params ReadOnlySpan<int> shape) => array.Shape.AsSpan().SequenceEqual(shape);

    private InputException Wrong(string name, NpyArray array, string allowed) => new($"{_path}: {name} is {array}; allowed is {allowed}");
}
