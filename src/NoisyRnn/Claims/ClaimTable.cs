using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>What an experiment says: its cells, the verdicts on its claims, and what was left out.</summary>
public sealed record ClaimTable
{
    /// <summary>One line a cell with at least one network that counts.</summary>
    public required ImmutableArray<CellSummary> Cells { get; init; }

    /// <summary>The verdicts, claim after claim, each ending with the one over the whole table.</summary>
    public required ImmutableArray<Verdict> Verdicts { get; init; }

    /// <summary>Every network left out, by cell and seed.</summary>
    public required ImmutableArray<LeftOut> LeftOut { get; init; }

    /// <summary>What the claims say and how they are decided, in the order of the verdicts.</summary>
    public required ImmutableArray<ClaimStatement> Claims { get; init; }

    /// <summary>"preview, n=3" where a cell has too few seeds for a verdict (n: the fewest networks such a cell counts); else empty.</summary>
    public required string Preview { get; init; }

    /// <summary>Decides claims on runs; the order of the runs does not matter.</summary>
    /// <param name="runs">Every run of the grid, diverged ones included.</param>
    /// <param name="claims">The claims, in the order of the report.</param>
    /// <param name="rules">The rules they share.</param>
    /// <exception cref="ArgumentException">Two different runs of one cell have the same seed.</exception>
    public static ClaimTable Decide(IEnumerable<NetworkRun> runs, ImmutableArray<Claim> claims, CommonRules rules)
    {
        var table = RunTable.Of(runs, rules, claims);
        var former = RunTable.Of(runs, rules with { AreFormer = true }, claims);
        // A rejudged cell lacks the networks that diverged: its seeds are those of the cell itself.
        var previews = table.Cells.Where(static cell => cell.Withheld == Outcome.Preview && !cell.Arm.IsRejudged).Select(cell => cell.Counted.Length).ToArray();
        return new()
        {
            Cells = [.. table.Cells.Where(cell => !cell.Counted.IsEmpty).Select(cell => cell.Summarise(rules))],
            Verdicts = [.. claims.SelectMany(claim => claim.Decide(table, former))],
            // A network that is swept in two ways is left out once.
            LeftOut = [.. table.Cells.OrderBy(static cell => cell.Arm.IsRejudged).SelectMany(static cell => cell.LeftOut).DistinctBy(static left => left.Run)],
            Claims = [.. claims.Select(claim => claim.State(rules))],
            Preview = previews.Length == 0 ? "" : $"preview, n={previews.Min()}",
        };
    }
}
