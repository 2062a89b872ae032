using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// Training through the Gaussian closure, without a draw, gives a network that runs under the noise as well as one that was trained with it (spec 1, section 3: to leading
/// order in g training with noise is training a noiseless net): paired by seed, the loss of the closure's network at s0 is not more than a tenth above.
/// </summary>
public sealed record ClosureActsAsDraws : Claim
{
    private const string Part = "trained through the closure, beside draws: ln ratios";

    /// <summary>As well is a loss above by no more than this share.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("the largest share by which the loss at s0 may lie above that of the network trained with draws")]
    public double Tolerance { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Symbol => "closure";

    internal override bool IsTheQuestion => true;

    /// <inheritdoc/>
    public override string Title => "trained without a draw, through the closure: as good under noise";

    /// <inheritdoc/>
    public override string Summary => "a network trained through the Gaussian closure, without a draw, runs under noise as well as one that was trained with draws";

    /// <inheritdoc/>
    public override string Reading =>
        "Each network trained through the closure is compared with the one trained with draws of the same noise: same network, trials, iterations and seed. Both are tested under draws."
        + " Iterations are those until the validation loss first comes to within the tolerance of the lowest that the network trained with draws reached.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"ln of the loss at s0 of the network trained through the closure, over that of the network trained with draws, paired by seed: a cell holds if its interval lies below ln {1 + Tolerance:G3} ="
        + $" {Limit:G3}, and does not hold if it lies above. The claim holds if all cells hold, and does not if one does not." + CommonCriterion(rules);

    private double Limit => Elementary.Log(1 + Tolerance);

    private protected override ClaimLines Ask(RunTable table)
    {
        var all = table.SingleDraws.ToImmutableArray();
        var cells = all.Where(static cell => cell.Runs.Any(static run => run.Drawn.Length > 0)).ToImmutableArray();
        var runs = all.SelectMany(static cell => cell.Counted).DistinctBy(static run => run.Training).ToDictionary(static run => run.Training, StringComparer.Ordinal);
        return new([.. cells.Select(cell => LineOf(cell, runs, table.Rules))], cells, "no network was trained through the closure") { Unit = "cells" };
    }

    private ClaimLine LineOf(RunCell cell, Dictionary<string, NetworkRun> runs, CommonRules rules)
    {
        (NetworkRun Closure, NetworkRun Drawn)[] pairs =
        [
            .. from run in cell.Counted
               let drawn = runs.GetValueOrDefault(run.Drawn)
               where drawn is not null
               select (run, drawn),
        ];
        var line = ClaimLine.Of(cell, Part) with { N = pairs.Length };
        return pairs.Length == 0 ? line.Undecided("no network was trained with draws of the same noise")
            : line.UnlessMostLack(cell.Runs.Length, "have both networks", rules).Require(
                rules, "as good as with draws",
                new Requirement("loss at s0", [.. pairs.Select(static pair => Elementary.Log(pair.Closure.Sweep!.TrainingLevelLoss / pair.Drawn.Sweep!.TrainingLevelLoss))], Limit, false, "worse than with draws"),
                new Quantity("iterations", [.. pairs.Select(pair => Elementary.Log(Reached(pair.Closure, pair.Drawn) / Reached(pair.Drawn, pair.Drawn)))]));
    }

    // The iteration at which a network's validation loss first comes near the lowest of another.
    private double Reached(NetworkRun run, NetworkRun other)
    {
        var limit = (1 + Tolerance) * other.Curve.ValidationLoss.Min();
        var place = run.Curve.ValidationLoss.Select(loss => loss <= limit).ToList().IndexOf(true);
        return place < 0 ? double.PositiveInfinity : run.Curve.Iterations[place];
    }
}
