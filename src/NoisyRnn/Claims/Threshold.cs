using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>The threshold s_c of an arm: the smallest s0 from which on all larger ones that are trained hold.</summary>
/// <remarks>Of previews by what they say so far.</remarks>
/// <param name="Levels">Its cells by ascending s0, at least one, each with the verdict on it.</param>
internal sealed record Threshold(ImmutableArray<(RunCell Cell, Verdict Verdict)> Levels)
{
    /// <summary>The arm's name.</summary>
    public string Name => Arm.Name;

    /// <summary>The arm, at its smallest s0.</summary>
    public Arm Arm => Levels[0].Cell.Arm;

    /// <summary>The cell of s_c; null where there is none. Cells that are not trained do not speak.</summary>
    public RunCell? Cell => Levels.Reverse().Where(static level => level.Verdict.Outcome != Outcome.NotTrained)
        .TakeWhile(static level => level.Verdict.AsSoFar.Outcome == Outcome.Holds).LastOrDefault().Cell;

    /// <summary>The cell of the largest s0 that is trained; null where none is.</summary>
    public RunCell? LargestTrained => Levels.LastOrDefault(static level => level.Verdict.Outcome != Outcome.NotTrained).Cell;

    /// <summary>Holds where there is a threshold; does not where the largest s0 fails: no outcome of the undecided cells could then give one.</summary>
    public Outcome Outcome => Cell is not null ? Outcome.Holds
        : Levels.LastOrDefault(static level => level.Verdict.Outcome != Outcome.NotTrained).Verdict?.AsSoFar.Outcome == Outcome.DoesNotHold ? Outcome.DoesNotHold
        : Outcome.Undecided;

    /// <summary>Sorts cells by the names of their arms.</summary>
    /// <param name="cells">Cells by name, then ascending s0, each with the verdict on it.</param>
    public static ImmutableArray<Threshold> Of(IEnumerable<(RunCell Cell, Verdict Verdict)> cells) =>
        [.. cells.GroupBy(static pair => pair.Cell.Arm.Name).Select(static arm => new Threshold([.. arm]))];
}
