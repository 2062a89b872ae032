using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// S: one number tells which networks prefer their noise. Trained with noise inside, a network prefers it where the mean shift of its units,
/// each weighted by its gain on the output, exceeds a part of s0 that is the same for all tasks and activations.
/// </summary>
/// <remarks>
/// Withdrawn as a rule on 2026-11-30, for it fails over widths; asked on, so that it can be seen where. The limit was seen in results before this criterion was written. Cells are not corrected for their number: a tenth of those that are
/// decided may differ, and a correction would leave open the ones near the limits, which differ most.
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
    public override string Title => "the shift of the units tells which networks prefer noise";

    /// <inheritdoc/>
    public override string Summary => "a network trained with noise inside prefers it where that noise shifts the mean of its units by more than a small part of the noise, the same part in all tasks and activations";

    /// <inheritdoc/>
    public override string Figure => "operating-histogram";

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
        + $" at most {LargestShareDiffering:P0} of the decided cells differ; it does not hold if more do. Intervals are {rules.Confidence:P0} expanded BCa intervals of the mean over seeds, not corrected for the number of cells. "
        + WhatCounts(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        ImmutableArray<RunCell> cells = [.. table.Cells.Where(static cell => cell.Arm.IsAt(Placement.Inside))];
        return new([.. cells.Select(cell => LineOf(cell, table.Rules))], cells, "no network was trained with noise inside")
        {
            IfUntrained = "no cell is trained",
            Conclude = verdicts => Conclude(cells, verdicts),
        };
    }

    // A preview says which way and how many; by means, for intervals of few seeds tell little.
    private protected override ClaimLine Whole(ClaimLines asked, ImmutableArray<Verdict> verdicts)
    {
        var whole = base.Whole(asked, verdicts);
        if (whole.Given != Outcome.Preview)
            return whole;
        var agreeing = asked.Cells.Where(static cell => cell.Withheld != Outcome.NotTrained && !cell.IsLinear).Select(AgreesSoFar).OfType<bool>().ToArray();
        return whole.Told(Outcome.Preview, "", whole.Preview) with
        {
            SoFar = Tally.Of(agreeing.Select(static agrees => agrees ? Outcome.Holds : Outcome.DoesNotHold)).AtLeastShare(1 - LargestShareDiffering),
            Direction = $"so far {agreeing.Count(static agrees => agrees)} of {agreeing.Length} cells agree",
        };
    }

    private ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, Part);
        var shifts = Shifts(cell);
        if (shifts.Length == 0)
            return line.Undecided("no network counts");
        if (shifts.Any(static shift => shift is null))
            return line.Undecided($"the shift is not known of {shifts.Count(static shift => shift is null)} of {shifts.Length} networks");
        Quantity[] measured = [new("w", [.. shifts.OfType<double>()]), new("rho", cell.Rho()) { End = cell.PreferredEnd }, new("D", cell.Gain())];
        if (Array.Find(measured, static quantity => quantity.Values.Any(double.IsNaN)) is { } unknown)
            return line.Undecided($"{unknown.Symbol} is not a number in some networks");
        line = line with { Effects = [.. measured.Select(quantity => new Effect(quantity.Symbol, rules.IntervalOf(quantity.Values), quantity.End))] };
        if (cell.Withheld == Outcome.Preview)
        {
            return line.Told(Outcome.Preview, "", cell.WithheldNote) with
            {
                SoFar = AgreesSoFar(cell) == true ? Outcome.Holds : Outcome.DoesNotHold,
                Direction = $"so far predicted {(IsPredictedSoFar(cell) ? "to prefer noise" : "not to")}, and {(AgreesSoFar(cell) == true ? "so it is" : "it is otherwise")}",
            };
        }

        if (cell.Withheld is not null)
            return line;
        var (predicted, seen) = (Predicted(line.Effects[0].Value), Seen(rho: line.Effects[1].Value, gain: line.Effects[2].Value));
        line = (predicted, seen) switch
        {
            (null, _) => line.Undecided($"w may lie on either side of {Limit:G3}"),
            (_, null) => line.Undecided("whether it prefers noise is open"),
            _ => line.Told(predicted == seen ? Outcome.Holds : Outcome.DoesNotHold, $"{(seen.Value ? "prefers noise" : "does not prefer noise")}, {(predicted == seen ? "as predicted" : predicted.Value ? "though predicted to" : "though predicted not to")}"),
        };
        return cell.IsLinear ? line.NotCounted("f is the identity, which cannot shift") : line;
    }

    private bool? Predicted(Interval w) => w.Low > Limit ? true : w.High < Limit ? false : null;

    private bool? Seen(Interval rho, Interval gain) => gain.Low > 0 && rho.Low > LeastRho ? true : gain.High < 0 || rho.High <= LeastRho ? false : null;

    private ClaimLine Conclude(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts)
    {
        (bool Predicted, bool Agrees)[] decided =
        [
            .. from verdict in verdicts
               where verdict is { Counted: true, Outcome: Outcome.Holds or Outcome.DoesNotHold }
               select (Predicted(verdict.Effects[0].Value) == true, verdict.Outcome == Outcome.Holds),
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

    private bool IsPredictedSoFar(RunCell cell) => Shifts(cell).Average() > Limit;

    // Null where a shift is not known.
    private bool? AgreesSoFar(RunCell cell) => cell.Counted.IsEmpty || Shifts(cell).Any(static shift => shift is null) ? null
        : IsPredictedSoFar(cell) == (cell.Gain().Average() > 0 && cell.Rho().Average() > LeastRho);

    // Of the trained network at its own level; null where it was not looked at, or has no finite gain.
    private static double?[] Shifts(RunCell cell) =>
        [.. cell.Counted.Select(run => run.Found<OperatingPointsResult>()?.At(TrainingMoment.End, cell.Arm.TrainingSigma)?.WeightedShift)];
}
