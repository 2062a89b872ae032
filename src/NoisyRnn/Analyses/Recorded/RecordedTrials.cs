using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>What recorded outputs should have been, and where that counts: the arrays targets or labels, mask and lengths of a file.</summary>
/// <param name="file">The file.</param>
/// <param name="axes">The axes of the outputs.</param>
internal sealed class RecordedTrials(RecordedArrays file, RecordedAxes axes)
{
    private static readonly RecordedAxis[] Steps = [RecordedAxis.Trials, RecordedAxis.Steps];
    private readonly (int Trials, int Steps, int Outputs) _size = (axes[RecordedAxis.Trials], axes[RecordedAxis.Steps], axes[RecordedAxis.Outputs]);

    /// <summary>Whether an array holds a class for each trial, or for each step of each.</summary>
    /// <param name="array">The array.</param>
    public bool AreLabels(NpyArray array) =>
        _size.Outputs > 1 && Strides(array, axes.OfTargets) is null && (Strides(array, PerStep) ?? Strides(array, [RecordedAxis.Trials])) is not null;

    /// <summary>Targets y. [trials, steps, outputs]</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">It has another shape.</exception>
    public double[] Targets(string name)
    {
        var array = file.Find(name)!;
        return Spread(array, Strides(array, axes.OfTargets) ?? throw Unfit(name, array, [axes.OfTargets]), _size.Outputs);
    }

    /// <summary>Classes by their numbers; of one a trial, the same at each step. [trials, steps]</summary>
    /// <param name="name">The array.</param>
    /// <param name="isPerTrial">Whether there is one a trial, of several steps.</param>
    /// <exception cref="InputException">It has another shape.</exception>
    public double[] Labels(string name, out bool isPerTrial)
    {
        var array = file.Find(name)!;
        var perStep = Strides(array, PerStep);
        isPerTrial = perStep is null;
        return Spread(array, perStep ?? Strides(array, [RecordedAxis.Trials]) ?? throw Unfit(name, array, [[RecordedAxis.Trials], PerStep]), 1);
    }

    /// <summary>The weights: those of mask, or 1; 0 beyond lengths. [trials, steps, outputs]</summary>
    /// <param name="isOfSteps">Whether a step has one weight, whatever its outputs: classes.</param>
    /// <param name="onlyLast">Whether only the last step of a trial is asked where there is no mask: a label a trial.</param>
    /// <exception cref="InputException">Shapes do not fit, a weight is below 0, a length beyond the steps, or nothing counts.</exception>
    public double[] Mask(bool isOfSteps, bool onlyLast)
    {
        var lengths = Lengths();
        double[] mask;
        if (file.Find("mask") is { } array)
        {
            mask = Spread(array, (isOfSteps ? null : Strides(array, axes.OfTargets)) ?? Strides(array, PerStep)
                ?? throw Unfit("mask", array, isOfSteps ? [PerStep] : [PerStep, axes.OfTargets]), _size.Outputs);
        }
        else
        {
            mask = new double[_size.Trials * _size.Steps * _size.Outputs];
            for (var p = 0; p < _size.Trials; p++)
            {
                for (var t = onlyLast ? (lengths?[p] ?? _size.Steps) - 1 : 0; t < _size.Steps; t++)
                    mask.AsSpan(((p * _size.Steps) + t) * _size.Outputs, _size.Outputs).Fill(1);
            }
        }

        if (Array.FindIndex(mask, static m => !(m >= 0 && double.IsFinite(m))) is >= 0 and var bad)
            throw new InputException($"{file.File}: mask: {Place(bad)}: {mask[bad]}; allowed are finite weights, 0 where nothing is asked");
        for (var p = 0; p < lengths?.Length; p++)
            mask.AsSpan(((p * _size.Steps) + lengths[p]) * _size.Outputs, (_size.Steps - lengths[p]) * _size.Outputs).Clear();
        return mask.AsSpan().ContainsAnyExcept(0.0) ? mask : throw new InputException($"{file.File}: mask: all weights are 0; allowed is 0 where nothing is asked, and a weight above 0 somewhere");
    }

    /// <summary>"trial 3, step 7, output 1", counted from 1.</summary>
    /// <param name="index">Place in [trials, steps, outputs].</param>
    public string Place(int index)
    {
        var (step, output) = Math.DivRem(index, _size.Outputs);
        return $"trial {(step / _size.Steps) + 1}{(_size.Steps > 1 ? $", step {(step % _size.Steps) + 1}" : "")}{(_size.Outputs > 1 ? $", output {output + 1}" : "")}";
    }

    private ImmutableArray<RecordedAxis> PerStep => [.. axes.OfTargets.Intersect(Steps)];

    private int[]? Lengths()
    {
        if (file.Find("lengths") is not { } array)
            return null;
        var lengths = Spread(array, Strides(array, [RecordedAxis.Trials]) ?? throw Unfit("lengths", array, [[RecordedAxis.Trials]]), 1);
        for (var p = 0; p < _size.Trials; p++)
        {
            if (lengths[p * _size.Steps] is var n && !(n >= 1 && n <= _size.Steps && n == Math.Floor(n)))
                throw new InputException($"{file.File}: lengths: trial {p + 1}: {n}; allowed are whole numbers from 1 to {_size.Steps}, the steps of the outputs");
        }

        return [.. Enumerable.Range(0, _size.Trials).Select(p => (int)lengths[p * _size.Steps])];
    }

    // Distances along trials, steps and outputs where the array has these axes; axes of length 1 may be there or not.
    private (int Trials, int Steps, int Outputs)? Strides(NpyArray array, ImmutableArray<RecordedAxis> order)
    {
        RecordedAxis[] needed = [.. order.Where(axis => axes[axis] != 1)];
        int[] sizes = [.. array.Shape.Where(static n => n != 1)];
        return sizes.SequenceEqual(needed.Select(axis => axes[axis]))
            ? (Stride(RecordedAxis.Trials), Stride(RecordedAxis.Steps), Stride(RecordedAxis.Outputs))
            : null;

        int Stride(RecordedAxis axis) => Array.IndexOf(needed, axis) is >= 0 and var k ? sizes.Skip(k + 1).Aggregate(1, static (product, n) => product * n) : 0;
    }

    private double[] Spread(NpyArray array, (int Trials, int Steps, int Outputs) stride, int outputs)
    {
        var values = new double[_size.Trials * _size.Steps * outputs];
        var k = 0;
        for (var p = 0; p < _size.Trials; p++)
        {
            for (var t = 0; t < _size.Steps; t++)
            {
                for (var o = 0; o < outputs; o++)
                    values[k++] = array[(p * stride.Trials) + (t * stride.Steps) + (o * stride.Outputs)];
            }
        }

        return values;
    }

    private InputException Unfit(string name, NpyArray array, ImmutableArray<RecordedAxis>[] allowed) => new(
        $"{file.File}: {name} is {array}; with outputs of {axes} allowed is {string.Join(" or ", allowed.Select(order =>
            $"[{string.Join(", ", order.Select(static axis => Catalogue.NameOf(axis)))}] = [{ScalarText.List(order.Select(axis => axes[axis]))}]").Distinct())}");
}
