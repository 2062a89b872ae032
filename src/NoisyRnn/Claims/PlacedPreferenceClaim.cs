using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>A preference claim that is decided in each cell with its training noise in one placement.</summary>
public abstract record PlacedPreferenceClaim : PreferenceClaim
{
    /// <summary>Where the noise stands.</summary>
    private protected abstract Placement Placement { get; }

    /// <summary>The cells that it speaks of.</summary>
    internal ImmutableArray<RunCell> CellsOf(RunTable table) => CellsOf(table, Placement);

    /// <summary>What is required of each of them, in their order.</summary>
    internal ImmutableArray<ClaimLine> LinesOf(RunTable table) => [.. CellsOf(table).Select(cell => LineOf(cell, table.Rules))];

    /// <summary>The verdict on each of them.</summary>
    internal ImmutableArray<(RunCell Cell, Verdict Verdict)> DecideCells(RunTable table) =>
        [.. CellsOf(table).Zip(ClaimLines.Decide(Symbol, LinesOf(table), table.Rules.Tail))];

    /// <summary>What is required of a cell.</summary>
    private protected abstract ClaimLine LineOf(RunCell cell, CommonRules rules);
}
