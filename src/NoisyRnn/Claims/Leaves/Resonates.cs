using System.Collections.Immutable;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// The control for C7: in a system where stochastic resonance is known to occur, the best test noise is above zero whatever the
/// training, without noise too.
/// </summary>
public sealed record Resonates : Claim
{
    private const string SilentPart = "trained without noise: best level s";
    private const string NoisyPart = "trained with noise: best level s/s0";

    /// <inheritdoc/>
    public override string Symbol => "resonance";

    /// <inheritdoc/>
    public override string Summary => "a sub-threshold detector performs best with noise whatever it was trained with: stochastic resonance, under the same sweep";

    /// <inheritdoc/>
    public override string Reading => "One line a network, one column a training level; 0: trained without noise.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "A cell holds if the interval of its mean best test level lies above 0, and does not if that level is 0 in every network. The claim holds if all cells do,"
        + " those trained without noise among them, and does not if one does not. Beside it, for comparison with C7: the best level itself." + CommonCriterion(rules);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var cells = table.Cells.Where(static cell => !cell.Arm.IsOverAgain).ToImmutableArray();
        var verdicts = Question.Answer([.. cells.Select(cell => Ask(cell, table.Rules))], table.Rules.Tail);
        return [.. verdicts, DecideTable(cells, verdicts)];
    }

    private Question Ask(RunCell cell, CommonRules rules)
    {
        var question = new Question
        {
            Claim = Symbol, Cell = cell.Label, Place = new(cell.Arm.TrainingSigma > 0 ? NoisyPart : SilentPart, cell.Arm.Name, cell.Arm.TrainingSigma),
            N = cell.Counted.Length, LeftOut = cell.LeftOut, Withheld = cell.Withheld, UndecidedNote = cell.WithheldNote,
        };
        if (cell.Counted.IsEmpty)
            return question;
        double[] levels = [.. cell.Rho().Select(level => level * (cell.Arm.TrainingSigma > 0 ? cell.Arm.TrainingSigma : 1))];
        var interval = rules.IntervalOf(levels);
        return question with
        {
            Effects = [new("best s", interval)],
            Criterion = (interval.Low > 0, OneSidedTest.Above(levels, 0)),
            Contrary = (levels.All(static level => level == 0), 0),
            HoldsNote = "best with noise",
            FailsNote = "best without noise",
            UndecidedNote = cell.Withheld is null ? "the best level may be 0" : cell.WithheldNote,
        };
    }

    private Verdict DecideTable(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts)
    {
        if (OfNoVerdict(verdicts, cells, "no network", "no cell is trained") is { } none)
            return none;
        var holds = verdicts.Count(static verdict => verdict.Outcome == Outcome.Holds);
        var outcome = verdicts.Any(static verdict => verdict.Outcome == Outcome.DoesNotHold) ? Outcome.DoesNotHold
            : holds == verdicts.Length && cells.Any(static cell => cell.Arm.TrainingSigma == 0) ? Outcome.Holds
            : Outcome.Undecided;
        return Overall(outcome, $"{holds} of {verdicts.Length} cells are best with noise", cells);
    }
}
