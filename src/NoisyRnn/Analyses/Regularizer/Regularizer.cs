using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The explicit regulariser that small noise amounts to (spec 2, section 3): the loss under noise of level r is l_0 + r^2 (P + Q)/2 + O(r^4), with P and Q from the
/// covariance of the fluctuations along each trial's path; and the excess loss by simulation beside it.
/// </summary>
public sealed record Regularizer : Analysis<RegularizerResult>, IValidated
{
    // The covariance of one trial takes as long as some trials in training: of networks of some 64 units.
    private const double TrialsPerCovariance = 40;

    /// <summary>Levels r = s/s0 of a network trained with noise.</summary>
    [Description("levels of the simulated noise relative to the training level s0; the two lowest give the limit of small noise")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public ImmutableArray<double> Levels { get; init; } = [0.025, 0.05, 0.1, 0.3, 1];

    /// <summary>Levels s of a network trained without noise.</summary>
    [Description("levels of the simulated noise of a network trained without noise")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public ImmutableArray<double> AbsoluteLevels { get; init; } = [0.001, 0.002, 0.005, 0.02, 0.1];

    /// <summary>n.</summary>
    [Description("trials, of a data set's part at most each once")]
    [Range(1, 100_000)]
    public int Trials { get; init; } = 500;

    /// <summary>Whether they are training trials.</summary>
    [Description("whether they are training trials, else test trials")]
    public bool TrainingTrials { get; init; }

    /// <summary>Antithetic pairs a trial.</summary>
    [Description("simulated pairs of paths of each trial and level, with draws xi and -xi")]
    [Range(2, RegularizerSimulation.MostDraws)]
    public int Draws { get; init; } = 16;

    /// <inheritdoc/>
    public override string Summary => "the explicit regulariser that small noise amounts to (P and Q), and the excess loss by simulation beside it";

    // 2: the network's functions in double no longer by the platform's library.
    internal override int Revision => 2;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        [.. NumberList.Problems("levels", Levels, atLeast: 2), .. NumberList.Problems("absolute-levels", AbsoluteLevels, atLeast: 2)];

    private protected override RegularizerResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (noise, sigma) = AtUnitLevel(subject);
        var (levels, part) = (sigma > 0 ? Levels : AbsoluteLevels, TrainingTrials ? NoiseStream.Task : NoiseStream.Test);
        var trials = subject.Task.TrialsAtMost(Trials, part);
        var step = new RegularizerStep(subject);
        var terms = new RegularizerNoise(subject, noise, step);
        var simulation = new RegularizerSimulation(subject, noise, terms.MeanStep, levels, Draws, part);
        var loop = new ParallelLoop<Workspace>(threads, () => new(simulation.NewBlock(), new(subject, step, terms)));
        var found = loop.Run(TrialRange.Blocks(trials, RegularizerSimulation.Width), (range, workspace) =>
        {
            var (block, path) = workspace;
            simulation.RunStill(block, range);
            double[] losses = block.Losses[..range.Count], weights = block.Weights[..range.Count];
            (double P, double Q)[] parts = [.. Enumerable.Range(0, range.Count).Select(lane => cancellation.IsCancellationRequested ? default : path.Measure(block, lane))];
            return new Found(losses, weights, parts, simulation.Run(block, range, cancellation));
        }, progress, cancellation);
        return Summarise(found, levels, sigma, trials);
    }

    internal override string? Refusal(Setup setup) =>
        RegularizerStep.Refusal(setup.Network)
        ?? (setup.Scheme is HeunStratonovich ? "the explicit regulariser is not for the scheme heun-stratonovich; allowed is euler-maruyama or milstein" : null)
        ?? (setup.Noise.Any(static source => source.Kind == NoiseKind.UnitUniform) ? "the explicit regulariser is for noise without a mean; allowed is any kind but unit-uniform" : null)
        ?? (setup.Noise.Any(static source => source.Placement == Placement.Feedback) ? "the explicit regulariser is not for noise that is fed back; allowed is placement: state" : null)
        ?? (setup.Noise.Any(static source => source.IsOnActivation()) ? "the explicit regulariser is not for multiplicative noise inside or outside; allowed is placement: state with it" : null)
        ?? (setup.Noise.Any(static source => source.IsCommon() && source.Kind is not (NoiseKind.Multiplicative or NoiseKind.CommonScalar)) ? "the explicit regulariser is for noise that is independent for each unit, or common and multiplicative; allowed is no common" : null)
        ?? (setup.Noise.Any(static source => source.CorrelationTime > 0) ? "the explicit regulariser is for noise that is independent from step to step; allowed is correlation-time: 0" : null);

    internal override double Cost(TrialTask task) => (ForwardCost * 2 * Draws * Math.Max(Levels.Length, AbsoluteLevels.Length) + TrialsPerCovariance) * Trials;

    // The noise at r = 1 and s0. Without training noise s is the level, and the mean of the step's factor stays where it is in silence.
    private static (ImmutableArray<NoiseSource> Noise, double Sigma) AtUnitLevel(TrainedNetwork subject)
    {
        var sigma = subject.TrainingSigma > 0 ? subject.TrainingSigma : subject.Noise.Select(static source => source.Base).DefaultIfEmpty(0).Max();
        return sigma > 0
            ? (subject.Noise, sigma)
            : ([.. NoiseSweep.AtLevel(subject.Noise, 0, 1).Select(static source => source.Kind == NoiseKind.ReleasedUniform ? source with { Offset = source.Offset + 0.5 } : source)], 0);
    }

    private RegularizerResult Summarise(Found[] found, ImmutableArray<double> levels, double sigma, int trials)
    {
        var samples = found.SelectMany(static block => block.Samples).ToArray();
        var (weight, loss, p, q) = (0.0, 0.0, 0.0, 0.0);
        foreach (var block in found)
        {
            for (var lane = 0; lane < block.Weights.Length; lane++)
            {
                weight += block.Weights[lane];
                loss += block.Losses[lane];
                p += block.Parts[lane].P;
                q += block.Parts[lane].Q;
            }
        }

        double Mean(int quantity) => samples.Sum(sample => sample.Mean(quantity)) / weight;
        double Error(int quantity) => Math.Sqrt(samples.Sum(sample => sample.VarianceOfMean(quantity))) / weight;
        ImmutableArray<double> Scaled(Func<Found, IEnumerable<double>> values) => [.. found.SelectMany(values).Select(value => value * trials / weight)];
        return new()
        {
            TrainingSigma = sigma,
            Trials = trials,
            Draws = Draws,
            Loss = loss / weight,
            P = p / weight,
            Q = q / weight,
            Limit = Mean(levels.Length),
            LimitError = Error(levels.Length),
            Levels = [.. levels.Select((level, k) => new RegularizerLevel(level, sigma > 0 ? level * sigma : level, Mean(k), Error(k), level * level * (p + q) / (2 * weight)))],
            LossOfTrials = Scaled(static block => block.Losses),
            POfTrials = Scaled(static block => block.Parts.Select(static part => part.P)),
            QOfTrials = Scaled(static block => block.Parts.Select(static part => part.Q)),
        };
    }

    private sealed record Workspace(TrialBlock<double> Block, RegularizerPath Path);

    // Of one block of trials.
    private sealed record Found(double[] Losses, double[] Weights, (double P, double Q)[] Parts, RegularizerSample[] Samples);
}
