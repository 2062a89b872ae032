using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>The measured exponent Lambda = lim ln|h|/t of a system under noise that grows with its state, beside its bounds; per unit of time.</summary>
public sealed record StochasticStabilizationSystem
{
    // Errors beyond this many standard errors are violations: one in 1,700 by chance (Student's t of 16 paths), were the exponent on its bound.
    private const double Errors = 4;

    // Some ten thousand logarithms and their sum.
    private const double Rounding = 1e-9;

    /// <summary>d, its units.</summary>
    public required int Units { get; init; }

    /// <summary>Whether each unit has a Brownian motion of its own, s diag(h); else one for all, s h.</summary>
    public required bool IsIndependent { get; init; }

    /// <summary>Whether both bounds are the exponent: A = a I + skew, W = 0, one Brownian motion for all.</summary>
    public bool IsTight { get; init; }

    /// <summary>s, per square root of time.</summary>
    public required double Level { get; init; }

    /// <summary>Lambda, mean over paths.</summary>
    public required double Exponent { get; init; }

    /// <summary>Its standard error.</summary>
    public required double Error { get; init; }

    /// <summary>Lambda less the martingale over time, whose mean is known to be 0: mean over paths.</summary>
    public required double Controlled { get; init; }

    /// <summary>Its standard error.</summary>
    public required double ControlledError { get; init; }

    /// <summary>phi + lambda_min(A^sym) - L s_max(W).</summary>
    public required double Lower { get; init; }

    /// <summary>psi + lambda_max(A^sym) + L s_max(W).</summary>
    public required double Upper { get; init; }

    /// <summary>What steps of finite length may take from the exponent.</summary>
    public required double SlackBelow { get; init; }

    /// <summary>What they may add.</summary>
    public required double SlackAbove { get; init; }

    /// <summary>Whether the exponent lies within its bounds, slack and four standard errors.</summary>
    public bool IsRespected => Controlled - Upper <= SlackAbove + (Errors * ControlledError) + Rounding && Lower - Controlled <= SlackBelow + (Errors * ControlledError) + Rounding;

    /// <summary>Whether the bound says that it is stable, |h| -> 0.</summary>
    public bool IsCertified => Upper < 0;

    /// <summary>Measures a system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="isIndependent">Which noise.</param>
    /// <param name="level">s.</param>
    /// <param name="time">Time of each path; its first tenth is not counted.</param>
    /// <param name="timeStep">dt.</param>
    /// <param name="random">Starts and noise.</param>
    internal static StochasticStabilizationSystem Measure(
        StabilitySystem system, bool isIndependent, double level, double time, double timeStep, RandomStream random)
    {
        var paths = new StochasticStabilizationPaths(system, isIndependent, level, timeStep);
        paths.Start(random);
        var steps = Math.Max(1, (int)Math.Round(time / timeStep));
        var transient = steps / 10;
        double[] lengths = [], martingale = [];
        for (var t = 0; t < steps; t++)
        {
            if (t == transient)
                (lengths, martingale) = (paths.Lengths.ToArray(), paths.Martingale.ToArray());
            paths.Step(random);
        }

        var counted = (steps - transient) * timeStep;
        double[] raw = new double[StochasticStabilizationPaths.Count], controlled = new double[raw.Length];
        for (var p = 0; p < raw.Length; p++)
        {
            raw[p] = (paths.Lengths[p] - lengths[p]) / counted;
            controlled[p] = raw[p] - ((paths.Martingale[p] - martingale[p]) / counted);
        }

        var (bounds, noiseSlack) = (StabilityBounds.Of(system, NoiseOf(system.Size, isIndependent, level)), isIndependent ? NoiseSlack(level, timeStep) : 0);
        return new()
        {
            Units = system.Size,
            IsIndependent = isIndependent,
            Level = level,
            Exponent = raw.Average(),
            Error = StandardError(raw),
            Controlled = controlled.Average(),
            ControlledError = StandardError(controlled),
            Lower = bounds.Lower,
            Upper = bounds.Upper,
            SlackBelow = bounds.Lower - bounds.LowerOfSteps(timeStep) + noiseSlack,
            SlackAbove = bounds.Slack(timeStep) + noiseSlack,
        };
    }

    // What cumulants beyond the second add to ln of a mean of exponentials, generously (docs/numerics-noisy-rnn.md).
    private static double NoiseSlack(double level, double timeStep) => level * level * level * level * timeStep;

    private static StabilityNoise NoiseOf(int units, bool isIndependent, double level)
    {
        if (!isIndependent)
            return StabilityNoise.CommonScalar(level);
        var levels = new double[units];
        Array.Fill(levels, level);
        return StabilityNoise.Independent(levels);
    }

    private static double StandardError(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
    }
}
