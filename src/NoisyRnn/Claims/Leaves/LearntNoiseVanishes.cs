using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;
using NoisyRnn.Training;

namespace NoisyRnn.Claims;

/// <summary>A noise level that is trained with the weights goes to 0: the loss of single draws rewards no noise, inside or outside (spec 1, section 3).</summary>
public sealed record LearntNoiseVanishes : Claim
{
    /// <summary>The upper limit of the level at the end, over s0, must lie below this.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("noise level at the end of training, over the first, at most")]
    public double HighestFactor { get; init; } = 0.1;

    /// <summary>The claim does not hold of a cell where the lower limit lies above this.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("noise level at the end of training, over the first, from which on it is said to stay")]
    public double StaysFrom { get; init; } = 0.5;

    /// <inheritdoc/>
    public override string Symbol => "learnt s";

    internal override bool IsTheQuestion => true;

    /// <inheritdoc/>
    public override string Title => "a noise level that is learnt goes to 0";

    /// <inheritdoc/>
    public override string Summary => "where training may choose the level of its noise, it chooses none, inside the activation and outside";

    /// <inheritdoc/>
    public override string Reading => "One line an arm and a level s0 at which training began. Geometric mean over units where each has a level of its own.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A cell whose noise level is trained holds if the upper limit of the mean of s/s0 at the end is below {HighestFactor:G3}; it does not hold if the lower"
        + $" limit is above {StaysFrom:G3}. The claim holds if all cells hold, and does not if one does not." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Noisy.Where(static cell => cell.Runs[0].Schedule is LearntNoise).ToImmutableArray();
        return new([.. cells.Select(cell => LineOf(cell, table.Rules))], cells, "no network was trained with a level that is learnt") { Unit = "cells" };
    }

    private ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, "level that is learnt");
        double[] factors = [.. cell.Counted.Select(static run => run.NoiseFactor ?? double.NaN)];
        return factors.Length == 0 ? line : line.Require(
            rules, "the level goes to 0",
            new Requirement("s/s0", factors, HighestFactor, false, "the level stays") { BrokenBeyond = StaysFrom },
            new Quantity("rho", cell.Rho()) { End = cell.PreferredEnd },
            new Quantity("D", cell.Gain()));
    }
}
