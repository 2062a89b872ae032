using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// In a deep network noise outside one layer is noise inside the next (spec 1, section 3): outside the last hidden layer, with a linear readout and the
/// squared error, the mean output does not depend on it at all; outside an earlier one it is preferred as noise inside is.
/// </summary>
/// <remarks>Judged on bias^2, which is unbiased; without noise it is exact, and above 0. So a share of it can be told without a logarithm.</remarks>
public sealed record OutsideNoiseInDepth : Claim
{
    /// <summary>Outside the last layer bias^2 may move by no more than this share of the loss at s0.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("noise outside the last layer: largest change of bias^2 between silence and s0, as a share of the loss at s0")]
    public double LargestChange { get; init; } = 0.05;

    /// <summary>Outside an earlier one the interval of rho_bias must lie at or above this.</summary>
    [Range(0.0, double.MaxValue), Description("noise outside an earlier layer: lower limit of the level of the smallest bias^2, in units of s0")]
    public double LowestRho { get; init; } = 0.5;

    /// <summary>And at or below this.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), Description("noise outside an earlier layer: upper limit of that level, in units of s0")]
    public double HighestRho { get; init; } = 1.25;

    /// <summary>And bias^2 without noise over that at s0 above this.</summary>
    [Range(1.0, double.MaxValue), Description("noise outside an earlier layer: bias^2 without noise over that at the training noise, at least")]
    public double LeastRatio { get; init; } = 1.1;

    /// <summary>Share of the networks' kinds with noise outside an earlier layer that must have a threshold.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("share of the arms with noise outside an earlier layer that must have a threshold")]
    public double ArmShare { get; init; } = 2.0 / 3;

    /// <inheritdoc/>
    public override string Symbol => "depth";

    internal override bool IsTheQuestion => true;

    /// <inheritdoc/>
    public override string Title => "in depth, noise outside a layer is noise inside the next";

    /// <inheritdoc/>
    public override string Summary => "noise outside the last hidden layer does not move the mean output; outside an earlier one it is preferred, as noise inside is";

    /// <inheritdoc/>
    public override string Reading =>
        "Rows name depth and layer. An arm with noise outside an earlier layer has a threshold where it is large enough; cells left of it are no exceptions."
        + " The prediction of rho_bias is that of the Gaussian closure from the weights alone, where the experiment asks for it.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A cell with noise outside the last layer holds if the interval of the mean of (bias^2(0) - bias^2(s0))/L(s0) lies within {LargestChange:G3} of 0, and does not if it lies wholly beyond."
        + $" A cell with noise outside an earlier layer holds if the interval of mean rho_bias lies in [{LowestRho:G3}, {HighestRho:G3}] and that of bias^2(s0)/bias^2(0) below 1/{LeastRatio:G3};"
        + $" it does not if rho_bias lies below {LowestRho:G3} or the ratio above 1. The claim holds if all cells of a last layer hold and, of the arms with noise outside an earlier layer,"
        + $" at least {ArmShare:P0} have a threshold (the smallest s0 from which all larger trained cells hold); it does not if a cell of a last layer fails, or that share is out of reach." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Cells.Where(static cell => cell.Arm.IsAt(Placement.Outside) && cell.Runs[0].NoisyLayer is not null).ToImmutableArray();
        return new([.. cells.Select(cell => LineOf(cell, table.Rules))], cells, "no network was trained with noise outside one layer")
        {
            IfUntrained = "no cell is trained",
            Conclude = verdicts => Conclude(cells, verdicts),
        };
    }

    private ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, IsLast(cell) ? "noise outside the last layer" : "noise outside an earlier layer");
        if (cell.Counted.IsEmpty || cell.Sweeps.Any(static sweep => sweep.PreferredBias is null))
            return line.Undecided("the loss has no bias^2");
        return IsLast(cell) ? OfLast(cell, line, rules) : OfEarlier(cell, line, rules);
    }

    private ClaimLine OfLast(RunCell cell, ClaimLine line, CommonRules rules)
    {
        var change = cell.Values(static sweep => (Bias(sweep, 0) - Bias(sweep, 1)) / sweep.TrainingLevelLoss);
        return line.Require(
            rules, "the mean output does not move",
            new Requirement(Change, change, -LargestChange, true, "the noise raises bias^2") { Open = "bias^2 may rise" },
            new Requirement(Change, change, LargestChange, false, "the noise lowers bias^2") { Open = "bias^2 may fall" },
            new Quantity("rho", cell.Rho()) { End = cell.PreferredEnd });
    }

    private ClaimLine OfEarlier(RunCell cell, ClaimLine line, CommonRules rules)
    {
        var rho = cell.Values(static sweep => sweep.PreferredBias!.Level);
        double[] predicted = [.. cell.Found<PredictedPreferenceResult>().Select(static result => result.PreferredBias!.Level)];
        return line.Require(
            rules, "preferred, as noise inside the next layer",
            new Requirement("rho_bias", rho, LowestRho, true, "it is not preferred") { IsInclusive = true },
            new Requirement("rho_bias", rho, HighestRho, false) { IsInclusive = true },
            new Requirement("bias^2(s0)/bias^2(0)", cell.Values(static sweep => Bias(sweep, 1) / Bias(sweep, 0)), 1 / LeastRatio, false, "the noise raises bias^2") { BrokenBeyond = 1 },
            new Quantity("rho", cell.Rho()) { End = cell.PreferredEnd },
            new Quantity("rho_bias from the weights", predicted));
    }

    private const string Change = "change of bias^2 / L(s0)";

    private ClaimLine Conclude(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts)
    {
        var all = cells.Zip(verdicts, static (cell, verdict) => (Cell: cell, Verdict: verdict)).ToArray();
        var last = Tally.Of(all.Where(static pair => IsLast(pair.Cell) && pair.Verdict.Outcome != Outcome.NotTrained).Select(static pair => pair.Verdict));
        var thresholds = Threshold.Of(all.Where(static pair => !IsLast(pair.Cell)));
        var earlier = Tally.Of(thresholds.Select(static arm => arm.Outcome));
        return ClaimLine.Whole(
            Tally.Of([last.Failing > 0 ? Outcome.DoesNotHold : last.All, earlier.AtLeastShare(ArmShare)]).All,
            $"outside the last layer the mean output stays in {last.Holding} of {last.Count} cells ({last.Failing} fail); outside an earlier layer {earlier.Holding} of {earlier.Count} arms prefer the noise from a threshold on", cells);
    }

    private static bool IsLast(RunCell cell) => cell.Runs[0].NoisyLayer == cell.Runs[0].Layers;

    private static double Bias(NoiseSweepResult sweep, double level) => sweep.Points.First(point => point.Level == level).BiasSquared!.Value;
}
