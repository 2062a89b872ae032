using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// A claim on why networks prefer their noise: decided in each cell with noise inside from the activation's threshold s_c (C1)
/// on, and over the table by all of them. Where there is no preference there is nothing to explain.
/// </summary>
public abstract record MechanismClaim : Claim
{
    private protected const string FromThreshold = " Decided in every cell with noise inside and s0 >= s_c, the threshold of C1; the claim holds if all of them do, and does not if one does not.";

    private protected const string NothingToExplain = "no cell prefers its training noise: nothing to explain";

    /// <inheritdoc/>
    public override string Reading => "One line an activation, one column a level s0 from the threshold s_c of C1 on: below it there is no preference to explain.";

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var cells = FromThresholdOn(table, listed);
        var verdicts = Question.Answer([.. cells.Select(cell => Ask(cell, table))], table.Rules.Tail);
        return [.. verdicts, OfEveryLine(verdicts, cells, NothingToExplain)];
    }

    /// <summary>The cells with noise inside from each activation's s_c on; of a preview all of them, which get no verdict.</summary>
    private protected static ImmutableArray<RunCell> FromThresholdOn(RunTable table, ImmutableArray<Claim> listed)
    {
        var inside = table.Cells.Where(static cell => cell.Arm.IsAt(Placement.Inside)).ToImmutableArray();
        var first = (listed.OfType<PreferenceInside>().FirstOrDefault(static claim => claim.On == SweptOutput.SingleDraw) ?? new()).DecideCells(inside, table.Rules);
        return
        [
            .. inside.Zip(first).GroupBy(static pair => pair.First.Arm.Name).SelectMany(static group =>
            {
                var threshold = PreferenceInside.Threshold(group);
                return group.Where(pair => pair.Second.Outcome == Outcome.Preview
                    || (threshold is not null && pair.Second.Outcome != Outcome.NotTrained && pair.First.Arm.TrainingSigma >= threshold.Arm.TrainingSigma)).Select(static pair => pair.First);
            }),
        ];
    }

    /// <summary>What is asked of a cell.</summary>
    /// <param name="cell">Networks trained with noise inside.</param>
    /// <param name="table">All cells.</param>
    private protected abstract Question Ask(RunCell cell, RunTable table);

    /// <summary>The line of a cell, or of a cell and others beside it.</summary>
    private protected Question Line(string part, RunCell cell, int count) => new()
    {
        Claim = Symbol,
        Cell = cell.Label,
        Place = new(part, cell.Arm.Name, cell.Arm.TrainingSigma),
        N = count,
        LeftOut = cell.LeftOut,
        Withheld = cell.Withheld,
        UndecidedNote = cell.WithheldNote,
    };

    /// <summary>A line that cannot be answered.</summary>
    private protected Question Unanswered(string part, RunCell cell, string why)
    {
        var line = Line(part, cell, 0);
        return line.Withheld is null ? line with { Withheld = Outcome.Undecided, UndecidedNote = why } : line;
    }

    /// <summary>The cell with another placement, all else being the same.</summary>
    private protected static RunCell? Beside(RunCell cell, RunTable table, Placement placement) =>
        table.Cells.FirstOrDefault(other => other.Arm == cell.Arm with { Placement = placement });
}
