using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The best test noise of a trained network, predicted from its weights and the inputs of its test trials alone: the Gaussian closure's
/// bias^2 + variance at each level, and where it is lowest. No noisy run is made.
/// </summary>
public sealed record PredictedPreference : Analysis<PredictedPreferenceResult>, IValidated
{
    // A closure steps N x N covariances where a trial steps N units; of networks of some size.
    private const double TrialsOfAClosure = 64;

    /// <summary>Levels r = s/s0 of a network trained with noise.</summary>
    [Description("levels relative to the training level s0; those of the sweep")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = new NoiseSweep().Levels;

    /// <summary>Levels s of a network trained without noise.</summary>
    [Description("levels of a network trained without noise; those of the sweep")]
    [Range(0, 1e6)]
    public ImmutableArray<double> AbsoluteLevels { get; init; } = new NoiseSweep().AbsoluteLevels;

    /// <summary>Number of test trials, the sweep's first.</summary>
    [Description("test trials, the first of those of the sweep")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 32;

    /// <inheritdoc/>
    public override string Summary => "the best test noise predicted from weights and inputs alone, by the Gaussian closure: no noisy run";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        [.. NumberList.Problems("levels", Levels), .. NumberList.Problems("absolute-levels", AbsoluteLevels)];

    private protected override PredictedPreferenceResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var sigma = subject.TrainingSigma;
        var levels = sigma > 0 ? Levels : AbsoluteLevels;
        var conditions = new ClosureConditions(subject, Trials, threads);
        var points = ImmutableArray.CreateBuilder<PredictedPoint>();
        foreach (var level in levels)
        {
            var (bias, variance) = conditions.Measure(NoiseSweep.AtLevel(subject.Noise, sigma, level), cancellation);
            points.Add(new(level, sigma > 0 ? level * sigma : level, bias + variance, bias, variance));
            progress((double)points.Count / levels.Length);
        }

        return new()
        {
            TrainingSigma = sigma,
            Trials = conditions.Count,
            Points = points.ToImmutable(),
            Preferred = PreferredLevel.Of(levels.AsSpan(), points.Select(static point => point.Loss).ToArray()),
            PreferredBias = PreferredLevel.Of(levels.AsSpan(), points.Select(static point => point.BiasSquared).ToArray()),
        };
    }

    internal override int RevisionOf(Setup setup) => Revision + GaussianClosure.RevisionOf(setup);

    internal override string? Refusal(Setup setup) => setup.Training.Loss.RefusalWithoutBias ?? GaussianClosure.Refusal(setup);

    internal override double Cost(TrialTask task) => Levels.Length * (double)Trials * TrialsOfAClosure * ForwardCost;
}
