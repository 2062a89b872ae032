using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// N1, third part (spec 2, section 2): training without noise on the loss plus the explicit regulariser gives the network that training with the
/// noise gives. Two one-sided tests, paired by seed, on the loss under the noise, the trace of the Hessian without noise, and the clean accuracy.
/// </summary>
public sealed record PenaltyActsAsNoise : TrainingNoiseClaim
{
    private const string Part = "trained without noise on the explicit regulariser, beside noise: ln ratios";

    /// <summary>Alike are quantities within this share of each other.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("the largest difference, as a share, of quantities that count as equivalent")]
    public double Tolerance { get; init; } = 0.1;

    /// <inheritdoc/>
    public override int MinSeeds { get; init; } = SeedsOfSpec2;

    /// <inheritdoc/>
    public override string Symbol => "N1 (c)";

    /// <inheritdoc/>
    public override string Title => "the explicit regulariser alone does what the noise does";

    /// <inheritdoc/>
    public override string Summary => "training without noise on the loss plus the explicit regulariser gives the network that training with the noise gives";

    /// <inheritdoc/>
    public override string Figure => "hessian-eigenvalues";

    /// <inheritdoc/>
    public override string Reading =>
        "Each arm trained with the penalty is compared with the arm trained with the noise that the penalty stands for, and beside it the arm trained with neither: same network,"
        + " step, training and seed. 'none' in the effects is the arm with neither, less the noisy one.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"ln ratio of penalty to noise, paired by seed, of the loss under the noise, of the trace of the Hessian of the training loss without noise and of the clean accuracy: a cell holds if the"
        + $" interval of each lies within -{Limit:G3} and {Limit:G3} (two one-sided tests), and none to noise of at least one lies off 0 (its interval, and a test at the level of the intervals shared by the three), so that there is something to"
        + " replace. It does not hold if the interval of one lies beyond either limit. The claim holds if all cells hold, and does not if one does not." + CommonCriterion(rules);

    private double Limit => Elementary.Log(1 + Tolerance);

    private protected override ClaimLines Ask(RunTable table)
    {
        var all = table.SingleDraws.ToImmutableArray();
        // An arm of which no network counts may not drop out of the claim: a penalty without a lower bound may well diverge.
        var penalised = all.Where(static cell => cell.Runs.Any(static run => run.StandsFor.Length > 0)).ToImmutableArray();
        return new([.. penalised.Select(cell => LineOf(cell, all, table.Rules))], penalised, "no network was trained with a penalty that stands for noise")
        {
            IfUntrained = "no penalised arm is trained",
            Unit = "cells",
        };
    }

    private ClaimLine LineOf(RunCell cell, ImmutableArray<RunCell> all, CommonRules rules)
    {
        var runs = all.SelectMany(static cell => cell.Counted).ToArray();
        (NetworkRun Penalty, NetworkRun Noisy, NetworkRun None)[] found =
        [
            .. from run in cell.Counted
               let noisy = runs.FirstOrDefault(other => other.Training == run.StandsFor)
               let none = noisy is null ? null : runs.FirstOrDefault(noisy.HasTwin)
               where none is not null
               select (run, noisy, none),
        ];
        if (found.Length == 0)
            return (ClaimLine.Of(cell, Part) with { Place = new(Part, cell.Arm.Name, 0), N = 0 }).Undecided("no arm was trained with the noise that the penalty stands for, or none without either");
        var noisyCell = all.First(other => other.Counted.Contains(found[0].Noisy));
        var line = ClaimLine.Of(cell, Part, noisyCell) with
        {
            Cell = $"{cell.Arm.Name}, for {noisyCell.Label}",
            Place = new(Part, cell.Arm.Name, noisyCell.Arm.TrainingSigma),
            N = found.Length,
        };
        (string Name, Func<NetworkRun, double, double?> Of)[] quantities = [("loss under noise", LossAt), ("trace", Trace), ("clean accuracy", CleanAccuracy)];
        var differences = quantities.Select(quantity => (Symbol: $"{quantity.Name}, none", Values: Ratios(quantity.Of, static triple => triple.None)))
            .Where(static difference => difference.Values.All(double.IsFinite)).Select(static difference => new Quantity(difference.Symbol, difference.Values)).ToArray();
        line = line.UnlessMostLack(cell.Runs.Length, "have all three networks", rules).Require(
            rules, "the penalty does what the noise does",
            [.. quantities.SelectMany(quantity => Within(quantity.Name, Ratios(quantity.Of, static triple => triple.Penalty))), .. differences]);
        if (differences.Any(difference => Differs(difference.Values, differences.Length, line.Given == Outcome.Preview, rules)))
            return line;
        const string Idle = "training with neither is not shown to differ: there may be nothing to replace";
        return rules.AreFormer ? line.Undecided(Idle) : line.CannotHold(Idle);

        double[] Ratios(Func<NetworkRun, double, double?> of, Func<(NetworkRun Penalty, NetworkRun Noisy, NetworkRun None), NetworkRun> which) =>
            [.. found.Select(triple => Ratio(of(which(triple), triple.Noisy.Arm.TrainingSigma), of(triple.Noisy, triple.Noisy.Arm.TrainingSigma)))];
    }

    // On either side, by interval and test, the test corrected for the number of quantities that are asked; a preview tells what its intervals say.
    private static bool Differs(double[] values, int of, bool isPreview, CommonRules rules)
    {
        return LiesOff(true) || LiesOff(false);

        bool LiesOff(bool above) => new Requirement("", values, 0, above) is var side && side.IsMet(rules.IntervalOf(values)) && (isPreview || rules.AreFormer || of * side.PUnlessMet(rules) <= rules.Tail);
    }

    private IEnumerable<Requirement> Within(string name, double[] values) =>
    [
        new(name, values, -Limit, true, $"{name}: lower than with noise"),
        new(name, values, Limit, false, $"{name}: higher than with noise"),
    ];

    private static double Ratio(double? value, double? noisy) => value > 0 && noisy > 0 ? Elementary.Log(value.Value / noisy.Value) : double.NaN;

    private static double? LossAt(NetworkRun run, double sigma) => run.Sweep!.Points.FirstOrDefault(point => point.Sigma == sigma)?.Loss;

    private static double? Trace(NetworkRun run, double sigma) => run.Found<HessianResult>()?.Parts.FirstOrDefault()?.Trace;

    private static double? CleanAccuracy(NetworkRun run, double sigma) => run.Sweep!.Points.FirstOrDefault(static point => point.Sigma == 0)?.Accuracy;
}
