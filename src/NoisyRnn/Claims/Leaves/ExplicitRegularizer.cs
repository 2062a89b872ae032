using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>
/// N1, its part (b) (spec 2, section 2): in trained networks small noise adds to the loss what the explicit regulariser says. Of each network the slope through 0 of
/// simulated on predicted excess loss over small levels.
/// </summary>
public sealed record ExplicitRegularizer : TrainingNoiseClaim
{
    private const string Part = "slope of simulated on predicted excess loss";

    /// <summary>Levels up to this, relative to the training level, count as small.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("highest level r = s/s0 that counts as small noise")]
    public double HighestLevel { get; init; } = 0.1;

    /// <summary>The slope may be off 1 by this much.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("the slope of simulated on predicted excess loss may be off 1 by this much")]
    public double MostOff { get; init; } = 0.1;

    /// <inheritdoc/>
    public override int MinSeeds { get; init; } = SeedsOfSpec2;

    /// <inheritdoc/>
    public override string Symbol => "N1 (b)";

    /// <inheritdoc/>
    public override string Title => "small noise equals an explicit regulariser";

    /// <inheritdoc/>
    public override string Summary => "in the small-noise regime injecting noise equals adding an explicit regulariser to the loss";

    /// <inheritdoc/>
    public override string Figure => "regularizer-excess";

    /// <inheritdoc/>
    public override string Reading =>
        "One line an arm: the loss that small noise adds in trained networks, by simulation, on what the explicit regulariser (P + Q)/2 predicts; 1 where they are the same."
        + " Whether training with either gives the same network is another question.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"Of every network trained with noise: the slope through 0 of simulated on predicted excess loss, over the levels up to {HighestLevel:G3} of the training level, weighted by the simulation's errors."
        + $" A cell holds if the interval of the mean over seeds lies within [{1 - MostOff:G3}, {1 + MostOff:G3}], and does not hold if it lies outside. The claim holds if all cells hold, and does not if one does not."
        + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Noisy;
        // An arm of which no network counts may not drop out of the claim.
        var isAnalysed = cells.SelectMany(static cell => cell.Counted).Any(static run => ResultOf(run) is not null);
        return new(isAnalysed ? [.. cells.Select(cell => LineOf(cell, table.Rules))] : [], cells, "no network trained with noise has the analysis regularizer") { Unit = "cells" };
    }

    private ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, Part);
        var results = cell.Counted.Select(ResultOf).ToArray();
        if (results.Any(static result => result is null))
            return line.Undecided("a network lacks the analysis regularizer");
        double[] slopes = [.. results.Select(result => result!.SlopeUpTo(HighestLevel) ?? double.NaN)];
        return line.Require(
            rules, "small noise adds what the regulariser predicts",
            new Requirement("slope", slopes, 1 - MostOff, true, "noise adds less than predicted"),
            new Requirement("slope", slopes, 1 + MostOff, false, "noise adds more than predicted"));
    }

    private static RegularizerResult? ResultOf(NetworkRun run) => run.Found<RegularizerResult>();
}
