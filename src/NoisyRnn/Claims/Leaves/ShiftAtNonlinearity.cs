using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// C5: the shift arises where units operate near a nonlinearity of f. The third of units and inputs with the largest
/// |F_s0 - f| carries it, and undoing it there alone undoes most; where f is the identity there is none.
/// </summary>
public sealed record ShiftAtNonlinearity : MechanismClaim
{
    private const string Part = "noise inside: the third of units and inputs with the largest shift";
    private const string LinearPart = "identity: noise inside is noise outside";
    private const double LikeLossRatio = 1.1;

    /// <summary>The third must contribute more than this.</summary>
    [Range(0.0, 1.0), Description("lower limit of the third's part in the signed contributions to dz")]
    public double LeastContribution { get; init; } = 2.0 / 3;

    /// <summary>Undone in the third alone, more than this must go.</summary>
    [Range(0.0, 1.0), Description("lower limit of the share of the excess silent loss that F_s0 in that third removes")]
    public double LeastRemoved { get; init; } = 0.5;

    /// <summary>With f the identity no more noise is preferred than this.</summary>
    [Range(0.0, double.MaxValue), Description("upper limit of the preferred level where f is the identity, in units of s0")]
    public double HighestLinearRho { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Symbol => "C5";

    /// <inheritdoc/>
    public override string Figure => "operating-histogram";

    /// <inheritdoc/>
    public override string Title => "the shift arises at the nonlinearity of the units";

    /// <inheritdoc/>
    public override string Summary => "the shift arises where units operate near a nonlinearity of their activation, which attenuates the noise asymmetrically";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"The third of units x inputs with the largest |F_s0 - f|: (ii) its part in the signed contributions to dz (first order) has its lower limit above"
        + $" {LeastContribution:G3}; (iii) F_s0 in that third alone removes more than {LeastRemoved:G3} of the excess silent loss (lower limit), and more than"
        + $" F_s0 in random thirds. (i) Where f is the identity, rho has its upper limit at or below {HighestLinearRho:G3} with noise inside, the share of networks with more than that its own below {SilencePreference.LargestShare:G3}, and ln L(s0) is within"
        + $" ln {LikeLossRatio:G3} of that with noise outside; experiments without such networks leave (i) open, and (i) alone decides nothing but that the claim does not hold (where rho and D lie above, or the losses differ)." + FromThreshold + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        // As of the others, levels that are not trained do not speak, but for an arm of which none is.
        var linear = table.Cells.Where(static cell => cell.Arm.IsAt(Placement.Inside) && cell.IsLinear).GroupBy(static cell => cell.Arm.Name)
            .SelectMany(static arm => arm.Any(static cell => cell.Withheld != Outcome.NotTrained) ? arm.Where(static cell => cell.Withheld != Outcome.NotTrained) : arm.Take(1)).ToImmutableArray();
        ImmutableArray<RunCell> cells = [.. FromThresholdOn(table).Where(cell => !linear.Contains(cell)), .. linear];
        return new([.. cells.Select(cell => LineOf(cell, table))], cells, NothingToExplain) { Preview = PreviewOf(table) };
    }

    // Where there is no shift there is none to be found at a nonlinearity.
    private protected override ClaimLine Whole(ClaimLines asked, ImmutableArray<Verdict> verdicts)
    {
        var all = base.Whole(asked, verdicts);
        return all.Given is Outcome.Holds && asked.Cells.All(static cell => cell.IsLinear) ? all.Told(Outcome.Undecided, $"(i) alone was asked; {all.Note}") : all;
    }

    private protected override ClaimLine LineOf(RunCell cell, RunTable table)
    {
        if (cell.IsLinear)
            return LineOfLinear(cell, table);
        var results = cell.Counted.Select(static run => run.Found<BiasResult>()?.Inside).ToArray();
        if (results.Any(static result => result is null))
            return Unanswered(Part, cell, "bias was not analysed");
        return ClaimLine.Of(cell, Part).Require(
            table.Rules, "carried by the third, and undone there",
            new Requirement("part", [.. results.Select(static r => r!.LargestThirdContribution)], LeastContribution, true, "the shift is spread over more units"),
            new Requirement("removed", [.. results.Select(static r => r!.LargestThirdRemovedShare)], LeastRemoved, true, "undone there alone, most of the excess stays"),
            new Requirement("- random", [.. results.Select(static r => r!.LargestThirdRemovedShare - r.RandomThirdRemovedShare)], 0, true, "a random third does as well"));
    }

    private ClaimLine LineOfLinear(RunCell cell, RunTable table)
    {
        var beside = Beside(cell, table, Placement.Outside);
        var outside = beside?.Counted.ToDictionary(static run => run.Seed, static run => run.Sweep!.TrainingLevelLoss);
        double[] differences = [.. cell.Counted.Where(run => outside?.ContainsKey(run.Seed) == true).Select(run => Elementary.Log(run.Sweep!.TrainingLevelLoss / outside![run.Seed]))];
        if (differences.Length == 0)
            return (ClaimLine.Of(cell, LinearPart, beside) with { N = 0 }).Undecided("no network with noise outside beside it");
        var like = Elementary.Log(LikeLossRatio);
        var rho = new Requirement("rho", cell.Rho(), HighestLinearRho, false, "noise is preferred without any nonlinearity") { IsInclusive = !table.Rules.AreFormer };
        return (ClaimLine.Of(cell, LinearPart, beside) with { N = differences.Length }).UnlessMostLack(cell.Runs.Length, "have both networks", table.Rules).Require(
            table.Rules, "no preference without a nonlinearity",
            [
                .. SilencePreference.Requirements(cell, table.Rules, rho, cell.Gain()),
                new Requirement("ln L_in/L_out", differences, like, false, "inside and outside differ"),
                new Requirement("ln L_in/L_out", differences, -like, true, "inside and outside differ"),
            ]);
    }
}
