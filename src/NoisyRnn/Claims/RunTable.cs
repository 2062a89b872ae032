using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>All runs of an experiment sorted into cells, with those that do not count set aside.</summary>
public sealed record RunTable
{
    /// <summary>The cells, in the order of their arms.</summary>
    public required ImmutableArray<RunCell> Cells { get; init; }

    /// <summary>The rules it was made by.</summary>
    public required CommonRules Rules { get; init; }

    /// <summary>Sorts runs into cells; the order of the runs does not matter. A run given twice counts once.</summary>
    /// <param name="runs">The runs, in any order.</param>
    /// <param name="rules">Which networks count, and how many a verdict needs.</param>
    /// <exception cref="ArgumentException">Two different runs of one cell have the same seed.</exception>
    public static RunTable Of(IEnumerable<NetworkRun> runs, CommonRules rules) => new()
    {
        Rules = rules,
        Cells =
        [
            .. RunCell.Of(runs.DistinctBy(static run => (run.Run, run.Arm, run.Seed)).Select(rules.Judge).OrderBy(static run => run.Seed))
                .OrderBy(static cell => cell.Arm, Arm.Order)
                .Select(cell => Checked(cell).Under(rules)),
        ],
    };

    private static RunCell Checked(RunCell cell)
    {
        foreach (var (run, next) in cell.Runs.Zip(cell.Runs.Skip(1)))
        {
            if (run.Seed == next.Seed)
                throw new ArgumentException($"{cell.Arm.Label}: runs {run.Run} and {next.Run} both have seed {run.Seed}.", nameof(cell));
        }

        return cell;
    }
}
