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

    /// <summary>The second place in which networks trained without noise are tested.</summary>
    public const string Brown = "#A6761D";

    /// <summary>Lines that help reading; networks trained without noise.</summary>
    public const string Grey = "#8A8A8A";

    private static readonly ImmutableArray<MarkedColor> Colors =
    [
        new(Blue, "circle"), new(Orange, "square"), new(Green, "diamond"),
        new(Vermillion, "triangle-up"), new(Purple, "triangle-down"), new(SkyBlue, "cross"),
    ];

    /// <summary>The i-th of a list of things; after the last colour the first comes again.</summary>
    public static MarkedColor At(int index) => Colors[index % Colors.Length];

    /// <summary>Networks trained without noise: grey, and brown where they are tested in a second place.</summary>
    public static MarkedColor WithoutNoise(int index) =>
        index % 2 == 0 ? new(Grey, "circle-open") : new(Brown, "diamond-open");
}
