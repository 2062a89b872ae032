using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// The boundary of the dichotomy (spec 1, section 3): as g = dt/tau goes to 1, noise outside the activation enters the next
/// pre-activation through W, and should come to behave like noise inside. g_c is the smallest g at which it does.
/// </summary>
public sealed record PreferenceAtLargeSteps : Claim
{
    /// <summary>The lower limit of D must lie above ln of this.</summary>
    [Range(1.0, double.MaxValue), Description("loss without noise over loss at the training noise, at least")]
    public double LeastLossRatio { get; init; } = 1.1;

    /// <inheritdoc/>
    public override string Symbol => "g_c";

    /// <inheritdoc/>
    public override string Title => "at large time steps noise outside is preferred too";

    /// <inheritdoc/>
    public override string Summary => "with time steps that are not small beside tau, noise outside the activation behaves like noise inside: it too is preferred";

    /// <inheritdoc/>
    public override string Reading => "One line a network trained with noise outside; that none holds is a result too: the dichotomy then survives all tested steps.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "A cell trained with noise outside holds if the lower limit of mean rho_bias is above 0 and that of mean D = ln L(0) - ln L(s0)"
        + $" above ln {LeastLossRatio:G3}; it does not hold if the upper limit of D is below that. g_c is the smallest g = dt/tau of a cell that"
        + " holds. The claim holds if there is one, and does not if no cell can hold." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Cells.Where(static cell => cell.Arm.IsAt(Placement.Outside)).OrderBy(static cell => cell.Step).ToImmutableArray();
        return new([.. cells.Select(cell => LineOf(cell, table.Rules))], cells, "no network was trained with noise outside")
        {
            IfUntrained = "no cell is trained",
            Conclude = verdicts => Conclude(cells, verdicts),
        };
    }

    private ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, "noise outside") with { Place = new("noise outside", $"g = {cell.Step}", cell.Arm.TrainingSigma) };
        if (cell.Counted.IsEmpty || cell.Counted.Any(static run => run.Sweep!.PreferredBias is null))
            return line.Undecided("the loss has no bias^2");
        const string Open = "neither by its intervals";
        return line.Require(
            rules, "noise outside is preferred",
            new Requirement("rho_bias", cell.Values(static sweep => sweep.PreferredBias!.Level), 0, true) { Open = Open },
            new Requirement("D", cell.Gain(), Elementary.Log(LeastLossRatio), true, "noise outside is not preferred") { Open = Open },
            new Quantity("rho", cell.Rho()) { End = cell.PreferredEnd });
    }

    private static ClaimLine Conclude(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts)
    {
        // Those not trained do not speak.
        var tally = Tally.Of(verdicts.Where(static verdict => verdict.Outcome != Outcome.NotTrained));
        var holding = cells.Zip(verdicts).Where(static pair => pair.Second.Outcome == Outcome.Holds).Select(static pair => pair.First).ToArray();
        return ClaimLine.Whole(tally.Any, holding.Length > 0
            ? $"g_c = {holding[0].Step}: noise outside is preferred in {string.Join("; ", holding.Select(static cell => cell.Label))}"
            : $"no g_c; {tally.Count - tally.Failing} of {cells.Length} cells are undecided", cells);
    }
}
