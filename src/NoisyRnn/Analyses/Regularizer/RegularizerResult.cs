using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The explicit regulariser of a network and the excess loss that it predicts: E l = l_0 + r^2 (P + Q)/2 + O(r^4), r the level.</summary>
public sealed record RegularizerResult : AnalysisResult
{
    // Up to here prediction and measurement are compared (spec 2, section 2, N1).
    private const double SmallNoise = 0.1;

    // 0.1 as it comes out of a product.
    private const double Rounding = 1e-12;

    /// <summary>s0; 0 where the network was trained without noise and the levels are absolute.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>n, trials of all means.</summary>
    public required int Trials { get; init; }

    /// <summary>Antithetic pairs of draws a trial.</summary>
    public required int Draws { get; init; }

    /// <summary>l_0: the loss without fluctuations; of released-uniform noise with the mean factor of the step.</summary>
    public required double Loss { get; init; }

    /// <summary>P = 2 l' mu: what noise does to the mean of the state. May be negative.</summary>
    public required double P { get; init; }

    /// <summary>Q = tr(l'' S): what the state's covariance costs. Not negative where the loss is convex in the readout.</summary>
    public required double Q { get; init; }

    /// <summary>(E l - l_0)/r^2 for r to 0, by simulation and Richardson's extrapolation from the two lowest levels: to be compared with (P + Q)/2.</summary>
    public required double Limit { get; init; }

    /// <summary>Its standard error over draws.</summary>
    public required double LimitError { get; init; }

    /// <summary>One entry a level, ascending.</summary>
    public required ImmutableArray<RegularizerLevel> Levels { get; init; }

    /// <summary>l_0 of each trial: its part of the mean loss times n, so that the mean over trials is <see cref="Loss"/>. [n]</summary>
    public required ImmutableArray<double> LossOfTrials { get; init; }

    /// <summary>P of each trial, likewise. [n]</summary>
    public required ImmutableArray<double> POfTrials { get; init; }

    /// <summary>Q of each trial, likewise. [n]</summary>
    public required ImmutableArray<double> QOfTrials { get; init; }

    /// <summary>The slope through 0 of measured on predicted excess, weighted by the errors; null where nothing can be compared.</summary>
    /// <param name="highest">The highest level that counts.</param>
    internal double? SlopeUpTo(double highest)
    {
        double products = 0, squares = 0;
        foreach (var level in Levels.Where(level => level.Level <= highest * (1 + Rounding)))
        {
            if (!double.IsFinite(level.Measured) || !double.IsFinite(level.Predicted))
                return null;
            // Linear networks with a linear loss measure without error: nothing to weigh by.
            var weight = level.Error > 0 ? 1 / (level.Error * level.Error) : 1 / (level.Level * level.Level * level.Level * level.Level);
            products += weight * level.Predicted * level.Measured;
            squares += weight * level.Predicted * level.Predicted;
        }

        return squares > 0 ? products / squares : null;
    }

    internal override Findings Findings => new("Explicit regulariser: loss under noise = l_0 + r^2 (P + Q)/2",
    [
        new("l_0", "", Loss),
        new("P", Unit, P),
        new("Q", Unit, Q),
        .. At(static level => level.Predicted, "predicted excess"),
        .. At(static level => level.Measured, "measured excess"),
        .. TrainingSigma > 0 && SlopeUpTo(SmallNoise) is { } slope ? (IEnumerable<Metric>)[new("measured on predicted up to 0.1 s0", "", slope)] : [],
    ]);

    // The networks of the parts share draws only where trials have the same numbers; their paths differ, and so do the errors.
    internal override AnalysisResult? MeanOver(ImmutableArray<AnalysisResult> parts)
    {
        var all = parts.OfType<RegularizerResult>().ToArray();
        if (all.Length < parts.Length || all.Any(part => !part.Levels.Select(static level => level.Level).SequenceEqual(Levels.Select(static level => level.Level))))
            return null;
        double Mean(Func<RegularizerResult, double> value) => all.Average(value);
        double Error(Func<RegularizerResult, double> error) => Math.Sqrt(all.Sum(part => error(part) * error(part))) / all.Length;
        return this with
        {
            Trials = all.Sum(static part => part.Trials),
            Loss = Mean(static part => part.Loss),
            P = Mean(static part => part.P),
            Q = Mean(static part => part.Q),
            Limit = Mean(static part => part.Limit),
            LimitError = Error(static part => part.LimitError),
            Levels = [.. Levels.Select((level, k) => level with
            {
                Measured = Mean(part => part.Levels[k].Measured), Error = Error(part => part.Levels[k].Error), Predicted = Mean(part => part.Levels[k].Predicted),
            })],
            LossOfTrials = [.. all.SelectMany(static part => part.LossOfTrials)],
            POfTrials = [.. all.SelectMany(static part => part.POfTrials)],
            QOfTrials = [.. all.SelectMany(static part => part.QOfTrials)],
        };
    }

    private string Unit => TrainingSigma > 0 ? "r = s/s0" : "r = s";

    private IEnumerable<Metric> At(Func<RegularizerLevel, double> value, string name) =>
        from level in Levels
        where TrainingSigma > 0 && Math.Abs(level.Level - SmallNoise) <= SmallNoise * Rounding
        select new Metric($"{name} at 0.1 s0", "", value(level));
}

/// <summary>The excess loss of a network at one level of its noise, by simulation and by the second order.</summary>
/// <param name="Level">r = s/s0, or s where the network was trained without noise.</param>
/// <param name="Sigma">s, in the scale of the source.</param>
/// <param name="Measured">E l - l_0 over the trials, by simulation; not finite where paths diverged.</param>
/// <param name="Error">Its standard error over draws; the trials are the same as the prediction's.</param>
/// <param name="Predicted">r^2 (P + Q)/2.</param>
public sealed record RegularizerLevel(double Level, double Sigma, double Measured, double Error, double Predicted)
{
    /// <summary>R = (E l - l_0)/r^2, by simulation.</summary>
    internal double Ratio => Measured / (Level * Level);
}
