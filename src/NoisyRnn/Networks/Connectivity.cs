using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>Which weights of a matrix there are: all, each with a probability, or those of a mask; and which stay as they are.</summary>
/// <param name="Density">Probability of each.</param>
/// <param name="Mask">A line a row, 1 where a weight is trained; empty for all.</param>
/// <param name="File">The file that mask and fixed weights come from, before it is read.</param>
/// <param name="Fixed">Weights that training does not change.</param>
internal readonly record struct Connectivity(double Density, ImmutableArray<string> Mask, string? File, ImmutableArray<FixedEntry> Fixed)
{
    /// <summary>Whether all weights are there and trained.</summary>
    public bool IsWhole => Density >= 1 && Mask.IsEmpty && Fixed.IsEmpty;

    /// <summary>What is wrong by itself.</summary>
    /// <param name="key">"recurrent.", before the keys.</param>
    public IEnumerable<(string Key, string Problem)> Problems(string key)
    {
        if (Density < 1 && (File is not null || !Mask.IsEmpty))
            yield return ($"{key}density", $"{Density} beside connections that are given; allowed is one of density, mask and file");
        if (File is not null && !(Mask.IsEmpty && Fixed.IsEmpty))
            yield return ($"{key}file", "beside mask or fixed; allowed is one of them");
        if (Mask.FirstOrDefault(static row => row.AsSpan().ContainsAnyExcept('0', '1')) is { } wrong)
            yield return ($"{key}mask", $"'{ShownText.Of(wrong)}' is not allowed; digits 0 and 1 alone");
        foreach (var twice in Fixed.GroupBy(static entry => (entry.To, entry.From)).Where(static group => group.Count() > 1).Take(1))
            yield return ($"{key}fixed", $"the weight from {twice.Key.From} to {twice.Key.To} is given twice; allowed is once");
    }

    /// <summary>What is wrong of a matrix of a shape.</summary>
    /// <param name="key">"recurrent.", before the keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="shape">What they stand for: "3 units".</param>
    /// <param name="places">The numbers that a fixed weight may name: "units 0 to 2".</param>
    public IEnumerable<(string Key, string Problem)> Misfits(string key, int rows, int columns, string shape, string places)
    {
        if (!Mask.IsEmpty && (Mask.Length != rows || Mask.Any(row => row.Length != columns)))
            yield return ($"{key}mask", $"rows of {ScalarText.List(Mask.Select(static row => row.Length).Distinct())} digits, {Mask.Length} of them; allowed are {rows} rows of {columns} digits for {shape}");
        foreach (var entry in Fixed.Where(entry => entry.To >= rows || entry.From >= columns).Take(1))
            yield return ($"{key}fixed", $"the weight from {entry.From} to {entry.To}; allowed are {places}");
    }

    /// <summary>1 where a weight is trained. [rows, columns]</summary>
    /// <param name="random">Where connections are drawn from.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="allows">Whether a place may have one at all.</param>
    public double[] Pattern(RandomStream random, int rows, int columns, Func<int, bool> allows)
    {
        var pattern = new double[rows * columns];
        for (var k = 0; k < pattern.Length; k++)
        {
            var isDrawn = Density >= 1 || random.NextUniform() < Density;
            pattern[k] = isDrawn && allows(k) && (Mask.IsEmpty || Mask[k / columns][k % columns] == '1') ? 1 : 0;
        }

        foreach (var entry in Fixed)
            pattern[(entry.To * columns) + entry.From] = 0;
        return pattern;
    }

    /// <summary>Which there are, in words; "" of all.</summary>
    /// <param name="all">Places of the matrix.</param>
    public string Words(int all)
    {
        var mask = Mask;
        return Density < 1 ? $"each connection is there with probability {Density}"
            : !mask.IsEmpty ? $"{mask.Sum(static row => row.Count('1')) - Fixed.Count(entry => mask[entry.To][entry.From] == '1')} of {all} connections are trained" : "";
    }

    /// <summary>Those that are fixed, in words.</summary>
    public string FixedWords => Fixed.IsEmpty ? "" : $"{Fixed.Length} weight{(Fixed.Length == 1 ? " is" : "s are")} fixed (F, where M is 0)";
}
