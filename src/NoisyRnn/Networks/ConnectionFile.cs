using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>The connections of a network in an npz file: mask, 1 where a weight is trained and 0 elsewhere, and perhaps fixed, of the same shape, the weights there.</summary>
internal static class ConnectionFile
{
    private const string Mask = "mask", Fixed = "fixed";

    /// <summary>Reads one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that names it.</param>
    /// <param name="rows">Rows of the matrix; null where any are right.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="InputException">No such file, no such array, another shape, or numbers that are not allowed.</exception>
    public static (ImmutableArray<string> Mask, ImmutableArray<FixedEntry> Fixed) Read(string path, string key, int? rows, int? columns)
    {
        var needed = $"[{(rows is { } r ? $"{r}" : "outputs")}, {(columns is { } c ? $"{c}" : "inputs")}]";
        if (!File.Exists(path))
            throw new InputException($"{path}: no such file; {key} must be an npz file with an array mask {needed} of 0 and 1");
        using var file = NpzFile.Open(path);
        var mask = Array(Mask) ?? throw new InputException($"{path}: no array '{Mask}' ({file}); needed is mask {needed} of 0 and 1");
        var width = file.Find(Mask)!.Shape[1];
        if (System.Array.FindIndex(mask, static value => value is not (0 or 1)) is >= 0 and var at)
            throw new InputException($"{path}: array '{Mask}' holds {ScalarText.Of(mask[at])} at {Place(at)}; allowed are 0 and 1");
        var weights = Array(Fixed) ?? new double[mask.Length];
        var entries = ImmutableArray.CreateBuilder<FixedEntry>();
        for (var k = 0; k < mask.Length; k++)
        {
            if (mask[k] == 1 || weights[k] == 0)
                continue;
            if (!double.IsFinite(weights[k]))
                throw new InputException($"{path}: array '{Fixed}' holds {ScalarText.Of(weights[k])} at {Place(k)}, where the mask has 0; allowed are finite numbers");
            entries.Add(new FixedEntry { To = k / width, From = k % width, Weight = weights[k] });
        }

        return ([.. mask.Chunk(width).Select(static row => string.Concat(row.Select(static value => value == 1 ? '1' : '0')))], entries.ToImmutable());

        double[]? Array(string name)
        {
            if (file.Find(name) is not { } array)
                return null;
            return array.Shape is [> 0 and var height, > 0 and var across] && height == (rows ?? height) && across == (columns ?? across)
                ? [.. Enumerable.Range(0, array.Length).Select(k => array[k])]
                : throw new InputException($"{path}: array '{name}' is [{ScalarText.List(array.Shape)}]; the network of {rows ?? columns} units needs {needed}");
        }

        string Place(int k) => $"[{k / width}, {k % width}]";
    }
}
