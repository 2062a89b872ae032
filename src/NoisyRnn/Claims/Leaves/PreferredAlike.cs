using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Claims;

/// <summary>
/// Networks of two kinds prefer their noise alike, by the level of the smallest bias^2: so they should where one of them only changes what does not enter
/// the shift of a unit's mean, as noise that a layer shares does not (spec 1, section 3: F_s is of the law of one unit's argument).
/// </summary>
/// <remarks>Arms pair by their names: that which begins with one word with that which begins with the other and goes on alike.</remarks>
public sealed record PreferredAlike : Claim
{
    /// <summary>The word with which the names of the one kind of arms begin.</summary>
    [Description("first word of the names of the arms that are compared")]
    public string Of { get; init; } = "common";

    /// <summary>And those of the other.</summary>
    [Description("first word of the names of the arms that they are compared with; what follows it is the same")]
    public string Against { get; init; } = "independent";

    /// <summary>The difference of the preferred levels must lie within this of 0.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), Description("largest difference of the preferred levels of bias^2, of the one less that of the other, in units of s0")]
    public double LargestDifference { get; init; } = 0.25;

    /// <summary>Output variances within this factor of each other count as equal.</summary>
    [Range(1.0, double.MaxValue), Description("output variances within this factor are matched")]
    public double VarianceFactor { get; init; } = 2;

    /// <inheritdoc/>
    public override string Symbol => $"{Of} = {Against}";

    internal override bool IsTheQuestion => true;

    /// <inheritdoc/>
    public override string Title => $"{Of} and {Against}: preferred alike";

    /// <inheritdoc/>
    public override string Summary => $"networks of the arms '{Of} ...' prefer their noise as those of the arms '{Against} ...' do";

    /// <inheritdoc/>
    public override string Reading =>
        $"'{Of}' less '{Against}', paired by seed: at equal s0, and with the other's level whose output variance at its training noise is nearest. rho_bias, the"
        + " level of the smallest bias^2, decides: what the variance of the output does to the preferred level is shown beside it.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A pair holds if the interval of the mean of rho_bias of {Of} less that of {Against} lies within {LargestDifference:G3} of 0; it does not hold if it lies wholly beyond."
        + $" Pairs are of one arm, placement and seed, at equal s0, and at the level of nearest output variance, within a factor {VarianceFactor:G3}; the latter are shown and not counted."
        + " The claim holds if all pairs at equal s0 hold, and does not if one does not." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Noisy.Where(cell => cell.Arm.Base.StartsWith(Of, StringComparison.Ordinal)).ToImmutableArray();
        var own = table.Noisy.Where(cell => cell.Arm.Base.StartsWith(Against, StringComparison.Ordinal)).ToImmutableArray();
        return new(
            [
                .. from cell in cells
                   from other in own
                   where Partner(cell, other) && other.Arm.TrainingSigma == cell.Arm.TrainingSigma
                   select Compare(cell, other, LineKind.PairAtEqualLevel, $"{Of} less {Against}, at equal s0", table.Rules),
                .. from cell in cells
                   let nearest = cell.NearestByVariance(own.Where(other => Partner(cell, other)))
                   where nearest is { } match && RunCell.AreAlike(match.Ratio, VarianceFactor) && match.Cell.Arm.TrainingSigma != cell.Arm.TrainingSigma
                   select Compare(cell, nearest.Value.Cell, LineKind.PairAtEqualVariance, $"{Of} less {Against}, at equal output variance", table.Rules).NotCounted("shown beside"),
            ], cells, $"no arm is called '{Of} ...'")
        {
            IfUntrained = "no pair is trained",
            Unit = "pairs",
            Decides = static verdict => verdict.Kind == LineKind.PairAtEqualLevel,
        };
    }

    private bool Partner(RunCell cell, RunCell other) =>
        other.Arm.Placement == cell.Arm.Placement && other.Arm.Varied == cell.Arm.Varied && other.Arm.Base[Against.Length..] == cell.Arm.Base[Of.Length..];

    private ClaimLine Compare(RunCell cell, RunCell other, LineKind kind, string part, CommonRules rules)
    {
        var partners = other.Counted.ToDictionary(static run => run.Seed);
        var pairs = cell.Counted.Where(run => partners.ContainsKey(run.Seed)).Select(run => (One: run.Sweep!, Own: partners[run.Seed].Sweep!)).ToArray();
        var line = ClaimLine.Of(cell, part, other) with { Kind = kind, N = pairs.Length };
        if (pairs.Length == 0)
            return line.Undecided("no seed counts in both arms");
        if (Array.Exists(pairs, static pair => pair.One.PreferredBias is null || pair.Own.PreferredBias is null))
            return line.Undecided("the loss has no bias^2");
        double[] differences = [.. pairs.Select(static pair => pair.One.PreferredBias!.Level - pair.Own.PreferredBias!.Level)];
        return line.Require(
            rules, "preferred alike",
            new Requirement($"rho_bias, {Of} - {Against}", differences, -LargestDifference, true, $"{Of} is preferred at lower levels") { Open = $"{Of} may be preferred at lower levels" },
            new Requirement($"rho_bias, {Of} - {Against}", differences, LargestDifference, false, $"{Of} is preferred at higher levels") { Open = $"{Of} may be preferred at higher levels" },
            new Quantity($"rho_bias of {Of}", [.. pairs.Select(static pair => pair.One.PreferredBias!.Level)]),
            new Quantity($"rho, {Of} - {Against}", [.. pairs.Select(static pair => pair.One.Preferred.Level - pair.Own.Preferred.Level)]),
            new Quantity($"D of {Of}", cell.Gain()));
    }
}
