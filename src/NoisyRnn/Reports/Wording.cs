using System.Globalization;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>Outcomes and numbers in words, the same on the page and in the terminal.</summary>
public static class Wording
{
    /// <summary>"holds", "does not hold", ...</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Holds => "holds",
        Outcome.DoesNotHold => "does not hold",
        Outcome.Undecided => "undecided",
        Outcome.Preview => "preview",
        Outcome.NotTrained => "not trained",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no words for this outcome"),
    };

    /// <summary>"0.97 [0.91, 1.02]": the mean with its interval; "0.97" where the limits are not known (NaN).</summary>
    public static string Of(Interval interval) =>
        double.IsNaN(interval.Low) && double.IsNaN(interval.High)
            ? Number(interval.Mean)
            : $"{Number(interval.Mean)} [{Number(interval.Low)}, {Number(interval.High)}]";

    /// <summary>"rho = 0.97 [0.91, 1.02]".</summary>
    public static string Of(Effect effect) => $"{effect.Symbol} = {Of(effect.Value)}";

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

    /// <summary>"target units^2" as a typesetter has it.</summary>
    public static string Typeset(string text) => text.Replace("^2", "\u00B2");

    /// <summary>"12 of 15 cells", "1 of 1 cell".</summary>
    public static string Share(int part, int whole, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} {thing}{(whole == 1 ? "" : "s")}");
}
