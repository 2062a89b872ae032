using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Training;

namespace NoisyRnn.Claims;

/// <summary>
/// Trained with a noise level drawn anew in each trial, s ~ U(0, s0), a network has a bias that does not depend on the level; what is left is
/// variance, so that it does best without noise (spec 1, section 3).
/// </summary>
public sealed record RandomLevelNoPreference : Claim
{
    /// <summary>The upper limit of rho must lie at or below this.</summary>
    [Range(0.0, double.MaxValue), Description("upper limit of the preferred level, in units of s0")]
    public double HighestRho { get; init; } = 0.1;

    /// <summary>bias^2 may move by no more than this share of the loss at s0.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), Description("largest change of bias^2 over the levels from 0 to s0, as a share of the loss at s0")]
    public double LargestChange { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Symbol => "U(0,s0)";

    internal override bool IsTheQuestion => true;

    /// <inheritdoc/>
    public override string Title => "trained at all levels up to s0: no preference for noise";

    /// <inheritdoc/>
    public override string Summary => "trained with a noise level drawn anew in each trial, a network has the same bias at every level, and does best without noise";

    /// <inheritdoc/>
    public override string Reading => "One line an arm trained with noise inside at a random level. The change of bias^2 is that between the highest and the lowest of the tested levels from 0 to s0.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A cell trained with noise of a random level holds if the upper limit of mean rho is at most {HighestRho:G3}, that of the share of networks with rho above {HighestRho:G3} is below"
        + $" {SilencePreference.LargestShare:G3} (Clopper and Pearson) and that of the mean range of bias^2 over"
        + $" the levels from 0 to s0, over L(s0), is below {LargestChange:G3}; it does not hold if the lower limit of rho is above {HighestRho:G3} and that of D above 0 (a flat sweep has its minimum anywhere), or that of the range above {LargestChange:G3}."
        + " The claim holds if all cells hold, and does not if one does not." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Noisy.Where(static cell => cell.Runs[0].Schedule is RandomNoise).ToImmutableArray();
        return new([.. cells.Select(cell => LineOf(cell, table.Rules))], cells, "no network was trained with noise of a random level") { Unit = "cells" };
    }

    private ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, $"noise {cell.Arm.PlacementName} of a random level");
        if (cell.Counted.IsEmpty || cell.Sweeps.Any(static sweep => sweep.PreferredBias is null))
            return line.Undecided("the loss has no bias^2");
        var rho = new Requirement("rho", cell.Rho(), HighestRho, false, "prefers noise") { IsInclusive = true, End = cell.PreferredEnd };
        return line.Require(
            rules, "prefers silence, with the same bias at every level",
            [
                .. SilencePreference.Requirements(cell, rules, rho, cell.Gain()),
                new Requirement("change of bias^2 / L(s0)", cell.Values(ChangeOfBias), LargestChange, false, "the bias depends on the level"),
                new Quantity("D", cell.Gain()),
            ]);
    }

    private static double ChangeOfBias(NoiseSweepResult sweep)
    {
        var biases = sweep.Points.Where(static point => point.Level <= 1).Select(static point => point.BiasSquared!.Value).ToArray();
        return (biases.Max() - biases.Min()) / sweep.TrainingLevelLoss;
    }
}
