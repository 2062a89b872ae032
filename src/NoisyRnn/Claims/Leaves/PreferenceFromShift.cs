using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// S: one number tells which networks prefer their noise. Trained with noise inside, a network prefers it where the mean shift of its units,
/// each weighted by its gain on the output, exceeds a part of s0 that is the same for all tasks and activations.
/// </summary>
/// <remarks>
/// The limit was seen in results before this criterion was written. p-values: of a prediction with what is seen the largest of the two;
/// that one of two ways to agree (or to differ) is there, twice the smaller.
/// </remarks>
public sealed record PreferenceFromShift : Claim
{
    private const string Part = "noise inside: what the shift predicts beside what is seen";

    /// <summary>A network is predicted to prefer noise where w is above this, in units of s0.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), Description("weighted shift of the units' mean, in units of s0, above which a network is predicted to prefer noise")]
    public double Limit { get; init; } = 0.05;

    /// <summary>It is seen to prefer noise only where rho is above this.</summary>
    [Range(0.0, double.MaxValue), Description("preferred level, in units of s0, up to which a network does not prefer noise")]
    public double LeastRho { get; init; } = 0.1;

    /// <summary>Of the decided cells at most this share may differ.</summary>
    [Range(0.0, 1.0), Description("share of the decided cells that may differ from their prediction")]
    public double LargestShareDiffering { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Symbol => "S";

    /// <inheritdoc/>
    public override string Summary => "a network trained with noise inside prefers it where that noise shifts the mean of its units by more than a small part of the noise, the same part in all tasks and activations";

    /// <inheritdoc/>
    public override string Reading =>
        "One line an arm, one column a level s0. A cell holds where the prediction from the shift and what is seen agree, whichever it is: that noise is preferred, or that it is not."
        + " Over tasks the claim is a count of experiments, never a pooled test.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "w = sum g^2 |F_s0(a) - f(a)|/s0 / sum g^2 over the units, g = |W_out (I - F'W)^-1|: the mean over trials and steps (operating-points) of the trained network, at its own training noise."
        + $" A cell (arm, s0) with noise inside is predicted to prefer noise if the interval of mean w lies above {Limit:G3}, and not to if it lies below. It is seen to prefer noise if the lower"
        + $" limits of mean D = ln L(0) - ln L(s0) and of mean rho are above 0 and {LeastRho:G3}, and not to if the upper limit of D is below 0 or that of rho at most {LeastRho:G3}."
        + " A cell holds if prediction and what is seen are both told and agree, and does not hold if both are told and differ. Cells whose activation is the identity cannot shift: they are shown, not counted."
        + " The claim holds if some decided cell was predicted to prefer noise and some not to, and"
        + $" at most {LargestShareDiffering:P0} of the decided cells differ; it does not hold if more do." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        ImmutableArray<RunCell> cells = [.. table.Cells.Where(static cell => cell.Arm.IsAt(Placement.Inside))];
        return new([.. cells.Select(cell => LineOf(cell, table.Rules))], cells, "no network was trained with noise inside")
        {
            IfUntrained = "no cell is trained",
            Conclude = verdicts => Conclude(cells, verdicts, table.Rules),
        };
    }

    // A preview says which way and how many; by means, for intervals of few seeds tell little.
    private protected override ClaimLine Whole(ClaimLines asked, ImmutableArray<Verdict> verdicts)
    {
        var whole = base.Whole(asked, verdicts);
        if (whole.Given != Outcome.Preview)
            return whole;
        var agreeing = asked.Cells.Where(static cell => cell.Withheld != Outcome.NotTrained && !cell.IsLinear).Select(AgreesSoFar).OfType<bool>().ToArray();
        return whole.Told(Outcome.Preview, $"so far {agreeing.Count(static agrees => agrees)} of {agreeing.Length} cells agree", whole.Preview);
    }

    private ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, Part);
        var shifts = Shifts(cell);
        if (shifts.Length == 0)
            return line.Undecided("no network counts");
        if (shifts.Any(static shift => shift is null))
            return line.Undecided($"the shift is not known of {shifts.Count(static shift => shift is null)} of {shifts.Length} networks");
        double[] w = [.. shifts.OfType<double>()];
        var (rho, gain) = (cell.Rho(), cell.Gain());
        var above = Of(new("w", w, Limit, true));
        var below = Of(new("w", w, Limit, false));
        var prefers = Hypothesis.All("prefers noise", Of(new("D", gain, 0, true)), Of(new("rho", rho, LeastRho, true)));
        var doesNot = Hypothesis.Any(Of(new("D", gain, 0, false)), Of(new("rho", rho, LeastRho, false) { IsInclusive = true }));
        var weighed = line.Weigh(
            rules,
            Hypothesis.Any(Hypothesis.All("prefers noise, as predicted", above, prefers), Hypothesis.All("does not prefer noise, as predicted", below, doesNot)),
            Hypothesis.Any(Hypothesis.All("does not prefer noise, though predicted to", above, doesNot), Hypothesis.All("prefers noise, though predicted not to", below, prefers)),
            above.IsMet || below.IsMet ? "whether it prefers noise is open" : $"w may lie on either side of {Limit:G3}",
            new Quantity("w", w), new Quantity("rho", rho) { End = cell.PreferredEnd }, new Quantity("D", gain));
        if (cell.IsLinear)
            weighed = weighed.NotCounted("f is the identity, which cannot shift");
        return cell.Withheld == Outcome.Preview && AgreesSoFar(cell) is { } agrees
            ? weighed.Told(Outcome.Preview, $"so far predicted {(w.Average() > Limit ? "to prefer noise" : "not to")}, and {(agrees ? "so it is" : "it is otherwise")}", cell.WithheldNote)
            : weighed;

        Hypothesis Of(Requirement requirement) => Hypothesis.Of(rules, requirement);
    }

    private ClaimLine Conclude(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts, CommonRules rules)
    {
        (bool Predicted, bool Agrees)[] decided =
        [
            .. from pair in cells.Zip(verdicts)
               where pair.Second is { Counted: true, Outcome: Outcome.Holds or Outcome.DoesNotHold }
               select (rules.IntervalOf([.. Shifts(pair.First).OfType<double>()]).Low > Limit, pair.Second.Outcome == Outcome.Holds),
        ];
        var agreeing = decided.Count(static cell => cell.Agrees);
        var both = decided.Select(static cell => cell.Predicted).Distinct().Count() == 2;
        var outcome = decided.Length - agreeing > LargestShareDiffering * decided.Length ? Outcome.DoesNotHold : both ? Outcome.Holds : Outcome.Undecided;
        string[] notes =
        [
            $"{agreeing} of {decided.Length} decided cells agree",
            .. Rate(true, "that prefer noise", "sensitivity"),
            .. Rate(false, "that do not", "specificity"),
            .. outcome == Outcome.Undecided ? ["none decided on one side"] : Array.Empty<string>(),
        ];
        return ClaimLine.Whole(outcome, string.Join("; ", notes), cells);

        // Seen to prefer noise: predicted to and agreeing, or predicted not to and differing.
        IEnumerable<string> Rate(bool seen, string which, string name)
        {
            var those = decided.Where(cell => (cell.Predicted == cell.Agrees) == seen).ToArray();
            var right = those.Count(static cell => cell.Agrees);
            return those.Length == 0 ? [] : [$"of {those.Length} {which} {right} were predicted ({name} {(double)right / those.Length:0.##})"];
        }
    }

    private bool? AgreesSoFar(RunCell cell)
    {
        var shifts = Shifts(cell);
        return shifts.Length == 0 || shifts.Any(static shift => shift is null) ? null
            : (shifts.Average() > Limit) == (cell.Gain().Average() > 0 && cell.Rho().Average() > LeastRho);
    }

    // Of the trained network at its own level; null where it was not looked at, or has no finite gain.
    private static double?[] Shifts(RunCell cell) =>
        [.. cell.Counted.Select(run => run.Found<OperatingPointsResult>()?.At(TrainingMoment.End, cell.Arm.TrainingSigma)?.WeightedShift)];
}
