using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// The more units average over the noise, the less of it is left as variance of the output, and the nearer comes the preferred level to that of the smallest
/// bias^2: of one kind of network at one s0, the wider prefer more noise.
/// </summary>
public sealed record WiderPrefersMore : Claim
{
    private const string Part = "noise inside: slope of rho on log2(units)";

    /// <summary>Slopes within this of 0 are no effect.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), Description("a change of the preferred level within this at twice the units, in units of s0, is no effect")]
    public double SmallSlope { get; init; } = 0.05;

    /// <inheritdoc/>
    public override string Symbol => "width";

    internal override bool IsTheQuestion => true;

    /// <inheritdoc/>
    public override string Title => "wider networks prefer more of their noise";

    /// <inheritdoc/>
    public override string Summary => "of networks trained with noise inside at one level, those with more units prefer more of it";

    /// <inheritdoc/>
    public override string Figure => "preferred-noise-by-width";

    /// <inheritdoc/>
    public override string Reading => "One line an arm and level, over its widths. A preference that is there at every width has nowhere to grow, nor has one that is nowhere: that is no effect.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "By seed, the slope of rho on log2 of the number of units, over the widths at which networks of an arm and s0 are trained, two at least. A line (arm, s0) with noise inside holds if the interval of the mean"
        + $" slope lies above 0, and does not if it lies below; that it lies within {SmallSlope:G3} of 0, by an equivalence test, is \"no effect\". The claim holds if a line holds and every other has no effect,"
        + " and does not if one does not hold or all have no effect." + CommonCriterion(rules);

    private protected override bool HasFormerRules => false;

    private protected override ClaimLines Ask(RunTable table)
    {
        ImmutableArray<RunCell> cells = [.. table.Noisy.Where(static cell => cell.Arm is { Width: not null, Placement: Placement.Inside })];
        return new([.. cells.GroupBy(static cell => cell.Arm with { Width = null }).Select(group => LineOf([.. group], table.Rules))], cells, "the grid does not vary the number of units")
        {
            Conclude = verdicts => Conclude(cells, verdicts),
        };
    }

    private ClaimLine LineOf(ImmutableArray<RunCell> cells, CommonRules rules)
    {
        ImmutableArray<RunCell> trained = [.. cells.Where(static cell => cell.Withheld != Outcome.NotTrained).OrderBy(static cell => cell.Arm.Width)];
        if (trained.IsEmpty)
            return Named(ClaimLine.Of(cells[0], Part), cells[0].Arm);
        double[] slopes =
        [
            .. from cell in trained
               from run in cell.Counted
               group (Units: Elementary.Log(cell.Arm.Width!.Value) / Elementary.Log(2), Rho: run.Sweep!.Preferred.Level) by run.Seed into seed
               orderby seed.Key
               where seed.Count() > 1
               select LeastSquares.Slope([.. seed]),
        ];
        var line = Named(ClaimLine.Of(trained[0], Part, [.. trained[1..]]), trained[0].Arm) with { N = slopes.Length };
        if (trained.Length < 2)
            return line.Undecided("trained at one width alone");
        return line.Require(
            rules, "wider networks prefer more",
            [
                new Requirement("slope of rho", slopes, 0, true, "wider networks prefer less") { NoEffectWithin = SmallSlope },
                .. trained.Select(static cell => new Quantity($"rho at {cell.Arm.Width} units", cell.Rho()) { End = cell.PreferredEnd }),
            ]);
    }

    private static ClaimLine Named(ClaimLine line, Arm arm) => line with
    {
        Cell = (arm with { Width = null }).Label,
        Place = new(Part, arm.NameOfAnyWidth, arm.TrainingSigma),
    };

    private static ClaimLine Conclude(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts)
    {
        var told = verdicts.Where(static verdict => verdict.Outcome != Outcome.NotTrained).Select(static verdict => verdict.Outcome).ToArray();
        int holding = told.Count(static outcome => outcome == Outcome.Holds), failing = told.Count(static outcome => outcome == Outcome.DoesNotHold), none = told.Count(static outcome => outcome == Outcome.NoEffect);
        var outcome = failing > 0 || none == told.Length ? Outcome.DoesNotHold : holding > 0 && holding + none == told.Length ? Outcome.Holds : Outcome.Undecided;
        return ClaimLine.Whole(outcome, $"of {told.Length} {(told.Length == 1 ? "line" : "lines")} {holding} hold, {none} have no effect, {failing} do not hold", cells);
    }
}
