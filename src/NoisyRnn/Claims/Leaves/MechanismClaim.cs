using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// A claim on why networks prefer their noise: decided in each cell with noise inside from the arm's threshold s_c (C1)
/// on, and over the table by all of them. Where there is no preference there is nothing to explain.
/// </summary>
public abstract record MechanismClaim : Claim
{
    private protected const string FromThreshold = " Decided in every cell with noise inside and s0 >= s_c, the threshold of C1; the claim holds if all of them do, and does not if one does not.";

    private protected const string NothingToExplain = "C1 has no threshold s_c: nothing to explain";

    /// <inheritdoc/>
    public override string Reading => "One line an arm, one column a level s0 from the threshold s_c of C1 on: below it there is no preference to explain.";

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = FromThresholdOn(table);
        return new([.. cells.Select(cell => LineOf(cell, table))], cells, NothingToExplain) { Unit = "cells", Preview = PreviewOf(table) };
    }

    /// <summary>What is required of a cell.</summary>
    /// <param name="cell">Networks trained with noise inside.</param>
    /// <param name="table">All cells.</param>
    private protected abstract ClaimLine LineOf(RunCell cell, RunTable table);

    /// <summary>The cells with noise inside from each arm's s_c on; of previews those too of which nothing so far says that they lie below it.</summary>
    private protected static ImmutableArray<RunCell> FromThresholdOn(RunTable table) =>
    [
        .. from arm in table.Thresholds<PreferenceInside>(SweptOutput.SingleDraw)
           from level in arm.Levels
           where level.Verdict is { Outcome: Outcome.Preview, SoFar: not Outcome.DoesNotHold }
               || (level.Verdict.Outcome != Outcome.NotTrained && level.Cell.Arm.TrainingSigma >= arm.Cell?.Arm.TrainingSigma)
           select level.Cell,
    ];

    /// <summary>"preview, n=3" where C1 has too few seeds for a verdict; else empty.</summary>
    private protected static string PreviewOf(RunTable table) =>
        table.Decide<PreferenceInside>(SweptOutput.SingleDraw).FirstOrDefault(static pair => pair.Verdict.Outcome == Outcome.Preview).Verdict?.Preview ?? "";

    /// <summary>The line of a cell of whose networks too little is known.</summary>
    private protected static ClaimLine Unanswered(string part, RunCell cell, string why) => (ClaimLine.Of(cell, part) with { N = 0 }).Undecided(why);

    /// <summary>The cell with another placement, all else being the same.</summary>
    private protected static RunCell? Beside(RunCell cell, RunTable table, Placement placement) =>
        table.Cells.FirstOrDefault(other => other.Arm == cell.Arm.At(placement));
}
