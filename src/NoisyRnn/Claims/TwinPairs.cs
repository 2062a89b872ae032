using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>The networks of a cell trained with noise, each beside its noise-off twin: same network, step, training and seed.</summary>
/// <param name="Cell">The cell trained with noise.</param>
/// <param name="Twin">The cell of the twins; null where there is none.</param>
/// <param name="Pairs">Seed, and the two results that are compared, where both count and have them.</param>
internal sealed record TwinPairs(RunCell Cell, RunCell? Twin, ImmutableArray<(ulong Seed, AnalysisResult Noisy, AnalysisResult Twin)> Pairs)
{
    /// <summary>Whether no verdict may be given on the cell, or on its twins.</summary>
    public bool IsWithheld => Cell.Withheld is not null || Twin?.Withheld is not null;

    /// <summary>Seeds of the cell, of networks that do not count too.</summary>
    public int Seeds => Cell.Runs.Length;

    /// <summary>Pairs the networks of a cell.</summary>
    /// <param name="cell">The cell trained with noise.</param>
    /// <param name="silent">All cells trained without.</param>
    /// <param name="result">What is compared; null where a network has none.</param>
    public static TwinPairs Of(RunCell cell, ImmutableArray<RunCell> silent, Func<NetworkRun, AnalysisResult?> result)
    {
        var twin = cell.TwinAmong(silent);
        return new(cell, twin,
        [
            .. from pair in cell.WithTwins(twin)
               let results = (Noisy: result(pair.Noisy), Twin: result(pair.Twin))
               where results.Noisy is not null && results.Twin is not null
               select (pair.Noisy.Seed, results.Noisy, results.Twin),
        ]);
    }

    /// <summary>The training losses at which the networks of every pair were found, as alike as asked.</summary>
    /// <param name="largestRatio">The most by which the losses of a pair may differ, as a ratio.</param>
    public IEnumerable<double> Losses(double largestRatio) => Pairs.IsEmpty ? [] : Pairs
        .Select(pair => pair.Noisy.OnTheWay.Where(at => pair.Twin.OnTheWay.Any(other =>
            other.Loss == at.Loss && Math.Max(other.Found, at.Found) <= largestRatio * Math.Min(other.Found, at.Found))).Select(static at => at.Loss))
        .Aggregate(static (all, next) => all.Intersect(next));

    /// <summary>The same pairs on their way through training, at a loss of <see cref="Losses"/>.</summary>
    public TwinPairs At(double loss) => this with { Pairs = [.. Pairs.Select(pair => (pair.Seed, ResultAt(pair.Noisy, loss), ResultAt(pair.Twin, loss)))] };

    private static AnalysisResult ResultAt(AnalysisResult result, double loss) => result.OnTheWay.First(at => at.Loss == loss).Result;
}
