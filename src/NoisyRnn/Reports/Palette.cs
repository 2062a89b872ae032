using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>
/// The colours of Okabe and Ito (2008), told apart by all common forms of colour blindness and legible on light and on
/// dark; black and yellow, which are not, are left out. Each comes with a marker of its own, so that print without
/// colour can be read too.
/// </summary>
internal static class Palette
{
    public const string Blue = "#0072B2";
    public const string Orange = "#E69F00";
    public const string Green = "#009E73";
    public const string Vermillion = "#D55E00";
    public const string Purple = "#CC79A7";
    public const string SkyBlue = "#56B4E9";

    /// <summary>Lines that help reading; networks trained without noise.</summary>
    public const string Grey = "#8A8A8A";

    private static readonly ImmutableArray<MarkedColor> Colors =
    [
        new(Blue, "circle"), new(Orange, "square"), new(Green, "diamond"),
        new(Vermillion, "triangle-up"), new(Purple, "triangle-down"), new(SkyBlue, "cross"),
    ];

    /// <summary>The i-th of a list of things; after the last colour the first comes again.</summary>
    public static MarkedColor At(int index) => Colors[index % Colors.Length];

    /// <summary>One colour for each positive training level, in ascending order; grey for level 0.</summary>
    public static ImmutableSortedDictionary<double, MarkedColor> OfLevels(IEnumerable<double> levels)
    {
        var positive = levels.Where(s => s > 0).Distinct().Order().ToList();
        return levels.Distinct().ToImmutableSortedDictionary(
            s => s, s => s > 0 ? At(positive.IndexOf(s)) : new MarkedColor(Grey, "circle-open"));
    }
}
