namespace NoisyRnn.Claims;

/// <summary>How many of several lines, or of what they stand for, hold and how many do not.</summary>
/// <param name="Holding">Those that hold.</param>
/// <param name="Failing">Those that do not.</param>
/// <param name="Count">All of them, the undecided too.</param>
/// <param name="WithoutEffect">Those of which there is no effect.</param>
internal readonly record struct Tally(int Holding, int Failing, int Count, int WithoutEffect)
{
    // A share of exactly so many is reached, whatever the rounding of the product.
    private const double Rounding = 1e-9;

    /// <summary>All must hold: one that does not is enough against it.</summary>
    public Outcome All => AtLeast(Count);

    /// <summary>One is enough; it does not hold if none does.</summary>
    public Outcome Any => AtLeast(1);

    /// <summary>Counts outcomes.</summary>
    public static Tally Of(IEnumerable<Outcome> outcomes)
    {
        var all = outcomes.ToArray();
        return new(all.Count(static outcome => outcome == Outcome.Holds), all.Count(static outcome => outcome == Outcome.DoesNotHold), all.Length, all.Count(static outcome => outcome == Outcome.NoEffect));
    }

    /// <summary>Counts the outcomes of lines.</summary>
    public static Tally Of(IEnumerable<Verdict> lines) => Of(lines.Select(static line => line.Outcome));

    /// <summary>Of previews: "so far 5 of 6 cells for, 1 against"; empty of none.</summary>
    /// <param name="unit">What is counted, in the plural.</param>
    public string SoFar(string unit) => Count == 0 ? ""
        : $"so far {Holding} of {Count} {(Count == 1 ? unit[..^1] : unit)} for{(Failing > 0 ? $", {Failing} against" : "")}{(Count > Holding + Failing ? $", {Count - Holding - Failing} open" : "")}";

    /// <summary>So many must hold; it does not hold if they are out of reach; where none of them shows an effect there is none.</summary>
    public Outcome AtLeast(double needed) =>
        Count == 0 ? Outcome.Undecided
        : Holding >= needed ? Outcome.Holds
        : Count - Failing < needed ? Outcome.DoesNotHold
        : WithoutEffect == Count ? Outcome.NoEffect
        : Outcome.Undecided;

    /// <summary>This share must hold; it does not hold if it is out of reach.</summary>
    public Outcome AtLeastShare(double share) => AtLeast((share * Count) - Rounding);

    /// <summary>This share must hold, and none may fail.</summary>
    public Outcome AtLeastShareAndNoneFails(double share) => Failing > 0 ? Outcome.DoesNotHold : AtLeastShare(share);
}
