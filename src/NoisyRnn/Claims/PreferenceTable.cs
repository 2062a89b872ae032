using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>All runs of an experiment sorted into cells, with those that do not count set aside.</summary>
public sealed record PreferenceTable
{
    /// <summary>The placement of networks trained without noise; it may go on: "silent, tested inside".</summary>
    public const string Silent = "silent";

    /// <summary>The cells: by activation, then silent, inside, outside and the rest by name, then s0.</summary>
    public required ImmutableArray<PreferenceCell> Cells { get; init; }

    /// <summary>The rules it was made by.</summary>
    public required CommonRules Rules { get; init; }

    /// <summary>Sorts runs into cells; the order of the runs does not matter. A run given twice counts once.</summary>
    /// <param name="runs">The runs, in any order.</param>
    /// <param name="rules">Which networks count, and how many a verdict needs.</param>
    /// <exception cref="ArgumentException">Two different runs of one cell have the same seed.</exception>
    public static PreferenceTable Of(IEnumerable<SweptRun> runs, CommonRules rules) => new()
    {
        Rules = rules,
        Cells =
        [
            .. runs
                .Select(run => run.TrainingSigma == 0 && !IsSilent(run.Placement) ? run with { Placement = Silent } : run)
                .DistinctBy(run => (run.Run, run.Activation, run.Placement, run.TrainingSigma, run.Seed))
                .GroupBy(run => (run.Activation, run.Placement, run.TrainingSigma))
                .OrderBy(cell => cell.Key.Activation, StringComparer.Ordinal)
                .ThenBy(cell => Order(cell.Key.Placement))
                .ThenBy(cell => cell.Key.Placement, StringComparer.Ordinal)
                .ThenBy(cell => cell.Key.TrainingSigma)
                .Select(cell => CellOf([.. cell.OrderBy(run => run.Seed)], rules)),
        ],
    };

    private static PreferenceCell CellOf(ImmutableArray<SweptRun> runs, CommonRules rules)
    {
        var first = runs[0];
        var label = PreferenceCell.LabelOf(first.Activation, first.Placement, first.TrainingSigma);
        for (var i = 1; i < runs.Length; i++)
        {
            if (runs[i].Seed == runs[i - 1].Seed)
                throw new ArgumentException($"{label}: runs {runs[i - 1].Run} and {runs[i].Run} both have seed {runs[i].Seed}.", nameof(runs));
        }

        var counted = runs.Where(run => rules.ReasonToLeaveOut(run) is null).ToImmutableArray();
        return new()
        {
            Activation = first.Activation,
            Placement = first.Placement,
            TrainingSigma = first.TrainingSigma,
            Step = first.Step,
            Sources = first.Sources,
            Counted = counted,
            NotCounted = [.. runs.Except(counted)],
            LeftOut = [.. runs.Except(counted).Select(run => new LeftOut(run.Run, label, rules.ReasonToLeaveOut(run)!))],
            Withheld = PreferenceCell.WithheldFor(counted.Length, runs.Length - counted.Length, rules),
        };
    }

    private static bool IsSilent(string placement) => placement.StartsWith(Silent, StringComparison.Ordinal);

    private static int Order(string placement) => placement switch
    {
        _ when IsSilent(placement) => 0,
        "inside" => 1,
        "outside" => 2,
        _ => 3,
    };
}
