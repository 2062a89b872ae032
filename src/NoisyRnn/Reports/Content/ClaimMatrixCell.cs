using System.Collections.Immutable;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>What one experiment says of one claim.</summary>
/// <param name="Whole">The verdict over the whole table.</param>
/// <param name="Sizes">The lines that tell the size, one an arm; empty where none was measured.</param>
public sealed record ClaimMatrixCell(Verdict Whole, ImmutableArray<Verdict> Sizes)
{
    /// <summary>"+" holds, "-" does not, "?" undecided; in brackets the direction of a preview; "." where there is none, "n" not trained.</summary>
    public string Sign => Whole.Outcome switch
    {
        Outcome.Preview => Whole.SoFar is { } soFar ? $"({Of(soFar)})" : ".",
        var outcome => Of(outcome),
    };

    /// <summary>The sign with the effect: "+ rho 0.98", "+ rho 0 to 0.99".</summary>
    public string Words => Sizes.IsEmpty ? Sign : $"{Sign} {Symbol} {Range}";

    /// <summary>The symbol of the effect: the first of the first arm.</summary>
    public string Symbol => Sizes[0].Effects[0].Symbol;

    /// <summary>The effect from the arm where it is smallest to that where it is largest, mean over seeds.</summary>
    public string Range
    {
        get
        {
            var means = Sizes.SelectMany(size => size.Effects.Where(effect => effect.Symbol == Symbol).Take(1)).Select(static effect => effect.Value.Mean).Where(double.IsFinite).DefaultIfEmpty(double.NaN).ToList();
            var (low, high) = (Wording.Short(means.Min()), Wording.Short(means.Max()));
            return low == high ? low : $"{low} to {high}";
        }
    }

    private static string Of(Outcome outcome) => outcome switch { Outcome.Holds => "+", Outcome.DoesNotHold => "-", Outcome.NoEffect => "=", Outcome.NotTrained => "n", _ => "?" };
}
