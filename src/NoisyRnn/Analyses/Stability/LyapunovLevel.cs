using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>The Lyapunov exponents of a network at one test level: means over test trials with their standard errors.</summary>
public sealed record LyapunovLevel
{
    // Exponents whose convergence is kept.
    private const int MostLeading = 4;

    /// <summary>r = s/s0, or s where the network was trained without noise.</summary>
    public required double Level { get; init; }

    /// <summary>s, in the scale of the source.</summary>
    public required double Sigma { get; init; }

    /// <summary>Trials whose path diverged; they are not in the means.</summary>
    public required int Diverged { get; init; }

    /// <summary>The leading exponents, descending; minus infinity where a direction ends. Empty where all paths diverged. [k]</summary>
    public required ImmutableArray<double> Exponents { get; init; }

    /// <summary>Their standard errors over trials; NaN of a single trial. [k]</summary>
    public required ImmutableArray<double> Errors { get; init; }

    /// <summary>The largest exponent of each trial, in their order, for comparing networks trial by trial. [trials that did not diverge]</summary>
    public required ImmutableArray<double> LargestOfTrials { get; init; }

    /// <summary>The sum of all exponents, the mean rate at which volumes grow; null where not all are known.</summary>
    public double? Sum { get; init; }

    /// <summary>Its standard error.</summary>
    public double? SumError { get; init; }

    /// <summary>The Kaplan-Yorke dimension; null where it takes more exponents than are known.</summary>
    public double? KaplanYorkeDimension { get; init; }

    /// <summary>The first exponents over the time counted so far, at <see cref="LyapunovResult.Times"/>. [up to 4][times]</summary>
    public required ImmutableArray<ImmutableArray<double>> Convergence { get; init; }

    /// <summary>Their standard errors. [up to 4][times]</summary>
    public required ImmutableArray<ImmutableArray<double>> ConvergenceErrors { get; init; }

    /// <summary>Summarises paths.</summary>
    /// <param name="level">The level.</param>
    /// <param name="sigma">s.</param>
    /// <param name="paths">One of each trial that did not diverge, in their order.</param>
    /// <param name="trials">All trials.</param>
    /// <param name="size">Rows of the state: how many exponents there are.</param>
    internal static LyapunovLevel Of(double level, double sigma, ImmutableArray<LyapunovCurve> paths, int trials, int size)
    {
        var count = paths.IsEmpty ? 0 : paths[0].Final.Length;
        // QR gives them in order but for what finite times leave undecided.
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(i => Mean(paths.Select(path => path.Final[i])))];
        ImmutableArray<double> exponents = [.. order.Select(i => Mean(paths.Select(path => path.Final[i])))];
        var sums = paths.Select(static path => path.Final.Sum()).ToArray();
        var (leading, times) = (order.Take(MostLeading).ToArray(), paths.IsEmpty ? 0 : paths[0].Means.Length);
        return new()
        {
            Level = level,
            Sigma = sigma,
            Diverged = trials - paths.Length,
            Exponents = exponents,
            Errors = [.. order.Select(i => Error(paths.Select(path => path.Final[i])))],
            LargestOfTrials = [.. order.Take(1).SelectMany(i => paths.Select(path => path.Final[i]))],
            Sum = count == size ? Mean(sums) : null,
            SumError = count == size ? Error(sums) : null,
            KaplanYorkeDimension = KaplanYorke(exponents, size),
            Convergence = [.. leading.Select(i => Enumerable.Range(0, times).Select(k => Mean(paths.Select(path => path.Means[k][i]))).ToImmutableArray())],
            ConvergenceErrors = [.. leading.Select(i => Enumerable.Range(0, times).Select(k => Error(paths.Select(path => path.Means[k][i]))).ToImmutableArray())],
        };
    }

    /// <summary>
    /// D = j + (lambda_1 + ... + lambda_j) / |lambda_(j+1)|, j the most leading exponents whose sum is not negative (Kaplan and Yorke 1979);
    /// n where none of the sums is. Null where the exponents that are known end before.
    /// </summary>
    /// <param name="exponents">Descending.</param>
    /// <param name="size">n, how many there are.</param>
    internal static double? KaplanYorke(ImmutableArray<double> exponents, int size)
    {
        var sum = 0.0;
        for (var j = 0; j < exponents.Length; j++)
        {
            if (double.IsNaN(exponents[j]))
                return null;
            if (sum + exponents[j] < 0)
                return j + (sum / -exponents[j]);
            sum += exponents[j];
        }

        return exponents.Length == size ? size : null;
    }

    private static double Mean(IEnumerable<double> values) => values.Average();

    private static double Error(IEnumerable<double> values)
    {
        var all = values.ToArray();
        if (all.Length < 2)
            return double.NaN;
        var mean = all.Average();
        return Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1) / all.Length);
    }
}

/// <summary>The exponents of one path, as they come with time.</summary>
/// <param name="Means">The means over the time counted so far, at each time that is kept. [times][k]</param>
internal sealed record LyapunovCurve(double[][] Means)
{
    /// <summary>At the path's end. [k]</summary>
    public double[] Final => Means[^1];
}
