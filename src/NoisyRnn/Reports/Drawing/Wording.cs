using System.Globalization;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>Outcomes and numbers in words, the same on the page and in the terminal.</summary>
public static class Wording
{
    /// <summary>A tail probability below this is a matter of rounding: networks that agree in every seed have p = 0.</summary>
    private const double SmallestP = 1e-15;

    /// <summary>Networks trained without noise; in columns of tables "silent", the name of where their noise stands.</summary>
    internal const string WithoutNoise = "trained without noise";

    /// <summary>"holds", "does not hold", ...</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Holds => "holds",
        Outcome.DoesNotHold => "does not hold",
        Outcome.Undecided => "undecided",
        Outcome.NoEffect => "no effect",
        Outcome.Preview => "preview",
        Outcome.NotTrained => "not trained",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no words for this outcome"),
    };

    /// <summary>"0.97 [0.91, 1.02]": the mean with its interval; "0.97" where there are no limits (not known, or of one seed: infinite).</summary>
    public static string Of(Interval interval) =>
        // One seed has no interval: limits that say nothing are not said.
        !double.IsFinite(interval.Low) && !double.IsFinite(interval.High)
            ? Number(interval.Mean)
            : $"{Number(interval.Mean)} [{Number(interval.Low)}, {Number(interval.High)}]";

    /// <summary>"rho = 0.97 [0.91, 1.02]"; "rho at least 2 [2, 2]" where most networks sit at the end of the range.</summary>
    public static string Of(Effect effect) => $"{effect.Symbol} {Relation(effect)} {Of(effect.Value)}";

    /// <summary>
    /// The preferred level of a cell: "rho = 0.97 [0.91, 1.02]"; "none (rho = 0)" where all networks prefer silence and
    /// "mostly none, rho = 0.06 [0, 0.35]" where more than half do; "s at least 2 [2, 2]" at the upper end. s: an absolute level.
    /// </summary>
    public static string Preferred(CellSummary cell)
    {
        var effect = new Effect(cell.Arm.IsSilent ? "s" : "rho", cell.Preferred, cell.PreferredEnd);
        return effect.End != RangeEnd.AtMost ? Of(effect)
            : effect.Value.Mean == 0 ? $"none ({effect.Symbol} = 0)"
            : $"mostly none, {effect.Symbol} = {Of(effect.Value)}";
    }

    /// <summary>"relu, inside, s0 = 0.3"; "relu, trained without noise".</summary>
    public static string Of(Arm arm) =>
        arm.IsSilent ? $"{arm.Name}, {WithoutNoise}" : $"{arm.Name}, {arm.PlacementName}, s0 = {Number(arm.TrainingSigma)}";

    /// <summary>"p (Holm) = 0.0123"; below what double precision resolves, "p (Holm) &lt; 1e-15".</summary>
    public static string AdjustedP(double p) => p < SmallestP ? $"p (Holm) < {Number(SmallestP)}" : $"p (Holm) = {Number(p)}";

    // The lowest level of a sweep is none: a mean at that end is no bound but a share of networks that prefer silence.
    private static string Relation(Effect effect) => effect.End == RangeEnd.AtLeast ? "at least" : "=";

    /// <summary>
    /// Three significant digits, trailing zeros left out; powers of ten below 0.0001 and from 100000 on ("3.31e-5").
    /// </summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "n/a" : value > 0 ? "infinite" : "-infinite";
        if (value == 0)
            return "0";
        var size = Math.Abs(value);
        if (size is < 1e-4 or >= 1e5)
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e");

        // G3 would write 12345 as 1.23E+04; from 1000 on the whole number is short enough.
        return value.ToString(size >= 999.5 ? "F0" : "G3", CultureInfo.InvariantCulture);
    }

    /// <summary>Two digits after the point, for a matrix: "0.94", "-1.02", "3.35"; what is smaller than that is "0".</summary>
    public static string Short(double value) =>
        Math.Abs(value) < .005 ? "0" : Math.Abs(value) < 100 ? value.ToString("0.##", CultureInfo.InvariantCulture) : Number(value);

    /// <summary>"target units^2" as a typesetter has it.</summary>
    public static string Typeset(string text) => text.Replace("^2", "\u00B2");

    /// <summary>"1.9 [1.7, 2.1]": a ratio, of the interval of its logarithm; a mean of logarithms is that of a geometric mean.</summary>
    internal static string Ratio(Interval log) => Of(double.IsFinite(log.Low) && double.IsFinite(log.High)
        ? new Interval(Elementary.Exp(log.Mean), Elementary.Exp(log.Low), Elementary.Exp(log.High)) : log with { Mean = Elementary.Exp(log.Mean) });

    /// <summary>"12 of 15 cells", "1 of 1 cell".</summary>
    public static string Share(int part, int whole, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} {thing}{(whole == 1 ? "" : "s")}");
}
