using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>All runs of an experiment sorted into cells, with those that do not count set aside.</summary>
public sealed record RunTable
{
    /// <summary>The cells, in the order of their arms.</summary>
    public required ImmutableArray<RunCell> Cells { get; init; }

    /// <summary>The rules it was made by.</summary>
    public required CommonRules Rules { get; init; }

    /// <summary>All claims of the experiment, for those that build on another.</summary>
    public ImmutableArray<Claim> Claims { get; init; } = [];

    /// <summary>The cells of networks judged by single draws: each network once.</summary>
    internal IEnumerable<RunCell> SingleDraws => Cells.Where(static cell => !cell.Arm.IsRejudged);

    /// <summary>Of those the networks trained with noise.</summary>
    internal ImmutableArray<RunCell> Noisy => [.. SingleDraws.Where(static cell => !cell.Arm.IsSilent)];

    /// <summary>Of those the networks trained without.</summary>
    internal ImmutableArray<RunCell> Silent => [.. SingleDraws.Where(static cell => cell.Arm.IsSilent)];

    /// <summary>Sorts runs into cells; the order of the runs does not matter. A run given twice counts once.</summary>
    /// <param name="runs">The runs, in any order.</param>
    /// <param name="rules">Which networks count, and how many a verdict needs.</param>
    /// <param name="claims">The claims of the experiment.</param>
    /// <exception cref="ArgumentException">Two different runs of one cell have the same seed.</exception>
    public static RunTable Of(IEnumerable<NetworkRun> runs, CommonRules rules, ImmutableArray<Claim> claims) => new()
    {
        Rules = rules,
        Claims = claims,
        Cells =
        [
            .. RunCell.Of(runs.DistinctBy(static run => (run.Run, run.Arm, run.Seed)).Select(run => rules.AreFormer && run.FormerSweep is { } former ? run with { Sweep = former } : run).Select(rules.Judge).OrderBy(static run => run.Seed))
                .OrderBy(static cell => cell.Arm, Arm.Order)
                .Select(cell => Checked(cell).Under(rules)),
        ],
    };

    /// <summary>The same cells under other rules on how many networks a verdict needs.</summary>
    internal RunTable Under(CommonRules rules) => rules == Rules ? this : this with { Rules = rules, Cells = [.. Cells.Select(cell => cell.Under(rules))] };

    /// <summary>The verdict on each cell by the claim on it, by the experiment's criterion or, where it has none, by the default.</summary>
    /// <param name="on">What is decided on.</param>
    /// <typeparam name="T">The claim.</typeparam>
    internal ImmutableArray<(RunCell Cell, Verdict Verdict)> Decide<T>(SweptOutput on)
        where T : PlacedPreferenceClaim, new() => (Claims.OfType<T>().FirstOrDefault(claim => claim.On == on) ?? new T { On = on }).DecideCells(this);

    /// <summary>The threshold s_c of each arm, by the same.</summary>
    /// <param name="on">What is decided on.</param>
    /// <typeparam name="T">The claim.</typeparam>
    internal ImmutableArray<Threshold> Thresholds<T>(SweptOutput on)
        where T : PlacedPreferenceClaim, new() => Threshold.Of(Decide<T>(on));

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
