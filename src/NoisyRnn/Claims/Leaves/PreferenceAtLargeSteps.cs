using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

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
    public override string Summary => "with time steps that are not small beside tau, noise outside the activation behaves like noise inside: it too is preferred";

    /// <inheritdoc/>
    public override string Reading => "One line a network trained with noise outside; that none holds is a result too: the dichotomy then survives all tested steps.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "A cell trained with noise outside holds if the lower limit of mean rho_bias is above 0 and that of mean D = ln L(0) - ln L(s0)"
        + $" above ln {LeastLossRatio:G3}; it does not hold if the upper limit of D is below that. g_c is the smallest g = dt/tau of a cell that"
        + " holds. The claim holds if there is one, and does not if no cell can hold." + CommonCriterion(rules);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var cells = table.Cells.Where(static cell => cell.Arm.IsAt(Placement.Outside)).OrderBy(static cell => cell.Step).ToImmutableArray();
        var verdicts = Question.Answer([.. cells.Select(cell => Ask(cell, table.Rules))], table.Rules.Tail);
        return [.. verdicts, DecideTable(cells, verdicts)];
    }

    private Question Ask(RunCell cell, CommonRules rules)
    {
        var question = new Question
        {
            Claim = Symbol, Cell = cell.Label, Place = new("noise outside", $"g = {cell.Step}", cell.Arm.TrainingSigma), N = cell.Counted.Length, LeftOut = cell.LeftOut,
        };
        if (cell.Counted.IsEmpty || cell.Counted.Any(static run => run.Sweep!.PreferredBias is null))
            return question with { Withheld = cell.Withheld ?? Outcome.Undecided, UndecidedNote = cell.Withheld is null ? "the loss has no bias^2" : cell.WithheldNote };
        double[] biases = cell.Values(static sweep => sweep.PreferredBias!.Level), gains = cell.Gain();
        Interval bias = rules.IntervalOf(biases), gain = rules.IntervalOf(gains);
        var least = Elementary.Log(LeastLossRatio);
        return question with
        {
            Effects = [new("rho_bias", bias), new("D", gain), cell.PreferredEffect(rules)],
            Withheld = cell.Withheld,
            Criterion = (bias.Low > 0 && gain.Low > least, Math.Max(OneSidedTest.Above(biases, 0), OneSidedTest.Above(gains, least))),
            Contrary = (gain.High < least, OneSidedTest.Below(gains, least)),
            HoldsNote = "noise outside is preferred",
            FailsNote = "noise outside is not preferred",
            UndecidedNote = cell.Withheld is null ? "neither by its intervals" : cell.WithheldNote,
        };
    }

    private Verdict DecideTable(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts)
    {
        if (OfNoVerdict(verdicts, cells, "no network was trained with noise outside", "no cell is trained") is { } none)
            return none;
        var holding = cells.Zip(verdicts).Where(static pair => pair.Second.Outcome == Outcome.Holds).Select(static pair => pair.First).ToArray();
        if (holding.Length > 0)
            return Overall(Outcome.Holds, $"g_c = {holding[0].Step}: noise outside is preferred in {string.Join("; ", holding.Select(static cell => cell.Label))}", cells);
        var able = verdicts.Count(static verdict => verdict.Outcome is not (Outcome.DoesNotHold or Outcome.NotTrained));
        return Overall(able == 0 ? Outcome.DoesNotHold : Outcome.Undecided, $"no g_c; {able} of {cells.Length} cells are undecided", cells);
    }
}
