using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Stability on the way through training (spec 2, section 2, N5): at regular iterations the top exponent of the tangent flow along test trials and the
/// spectral radius of the steps' Jacobians, both without noise, and the norms of the gradients of training batches, with the noise of training.
/// </summary>
public sealed record TrainingStability : Analysis<TrainingStabilityResult>
{
    // As of the Lyapunov exponents, whose paths these are; an eigenvalue problem costs some ten of their steps.
    private const double TrialsPerPath = 40;

    // Looks of a training, more or less: the estimate of the cost does not know its iterations.
    private const int LooksAsARule = 20;

    /// <summary>Iterations between two looks.</summary>
    [Description("iterations between two looks at the network in training")]
    [Range(1, 100_000_000)]
    public int Every { get; init; } = 200;

    /// <summary>Number of test trials.</summary>
    [Description("test trials of exponent and spectral radius, a path each; of a data set's test part at most each once")]
    [Range(1, 100_000)]
    public int Trials { get; init; } = 4;

    /// <summary>The share of every path that is its transient.</summary>
    [Description("share of every path, at its start, that the exponent does not count: the direction aligns")]
    [Range(0.0, 0.99)]
    public double Transient { get; init; } = 0.2;

    /// <summary>Steps of each path whose eigenvalues are found.</summary>
    [Description("steps of each path, evenly spread, whose spectral radius is found")]
    [Range(1, 1_000_000)]
    public int RadiusSteps { get; init; } = 8;

    /// <summary>Batches of gradients.</summary>
    [Description("batches of training trials whose gradient is taken: the same at all looks")]
    [Range(1, 100_000)]
    public int Batches { get; init; } = 10;

    /// <summary>Trials of a batch.</summary>
    [Description("trials of each of these batches")]
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 32;

    /// <inheritdoc/>
    public override string Summary => "top exponent, spectral radius and gradient norms on the way through training";

    internal override int? LooksBackEvery => Every;

    private protected override TrainingStabilityResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        // Of twins that end at the same iteration the looks are the same; what keep-best kept is not one of them.
        ImmutableArray<(int? Iteration, Parameters Parameters)> looks =
        [
            (0, subject.AtStart.Parameters),
            .. subject.History.IsEmpty ? [(null, subject.Parameters)] : subject.History.Select(static look => ((int?)look.Iteration, look.Parameters)),
        ];
        var task = subject.Task;
        var draws = subject.Setup.Draw<double>(subject.Noise, NoiseStream.Dynamics);
        var trained = new Rollout<double>(subject.Network, subject.Parameters.Layout, subject.Dt, draws, subject.Setup.Scheme);
        var available = task.TrialsAtMost(int.MaxValue, NoiseStream.Task);
        var batch = task.TrialsTogether ?? Math.Min(Batch, available);
        var pass = new BatchPass<double>(trained, task, subject.Loss, batch, threads);
        var found = ImmutableArray.CreateBuilder<TrainingStabilityLook>();
        var silent = subject.WithMeanInSilence;
        foreach (var (iteration, parameters) in looks)
        {
            cancellation.ThrowIfCancellationRequested();
            var (exponent, error, radius) = Silent(subject with { Parameters = parameters }, [], threads, cancellation);
            (double? Exponent, double Error, double? Radius)? matched = silent is null ? null : Silent(subject with { Parameters = parameters }, silent.Silence, threads, cancellation);
            trained.Refresh(parameters);
            var norms = new double[Math.Min(Batches, Math.Max(1, available / batch))];
            var loss = 0.0;
            for (var b = 0; b < norms.Length; b++)
                (norms[b], loss) = Norm(pass, subject, (ulong)(b * (long)batch), loss);
            Array.Sort(norms);
            found.Add(new()
            {
                Iteration = iteration,
                Exponent = exponent,
                ExponentError = error,
                SpectralRadius = radius,
                MeanMatchedExponent = matched?.Exponent,
                MeanMatchedRadius = matched?.Radius,
                Loss = loss / norms.Length,
                LowGradient = Quantile(norms, .1),
                MedianGradient = Quantile(norms, .5),
                HighGradient = Quantile(norms, .9),
                LargestGradient = norms[^1],
            });
            progress((double)found.Count / looks.Length);
        }

        return new() { IsPerStep = !subject.Network.IsTimed, Looks = found.ToImmutable() };
    }

    // Of noise with a mean the first results had the silence without it alone.
    internal override int RevisionOf(Setup setup) => Revision + (setup.HasSecondSilence ? 1 : 0);

    internal override string? Refusal(Setup setup) => RefusalWithoutRecurrence(setup, "stability");

    internal override double Cost(TrialTask task) => LooksAsARule * ((Trials * (TrialsPerPath + (10 * RadiusSteps))) + (2.0 * Batches * Batch));

    private (double? Exponent, double Error, double? Radius) Silent(TrainedNetwork subject, ImmutableArray<NoiseSource> silence, int threads, CancellationToken cancellation)
    {
        var steps = subject.Task.StepCount;
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Test);
        var times = new LyapunovTimes(steps, (int)(Transient * steps), subject.Network.IsTimed ? subject.Dt : 1);
        var looked = Math.Min(RadiusSteps, steps);
        var at = Enumerable.Range(0, looked).Select(k => (int)(((2L * k) + 1) * steps / (2L * looked))).ToHashSet();
        var radii = new double[trials];
        var rollout = subject.Prepare<double>(subject.Network, silence);
        var size = rollout.Cell.StateRows;
        var paths = LyapunovPath.RunAll(subject, rollout, 1, trials, times, threads, null, cancellation, p => (step, _, _, transposed) =>
        {
            // A matrix and its transpose have the same eigenvalues; of what is not a number there are none.
            if (at.Contains(step))
                radii[p] += double.IsFinite(transposed.ToArray().Sum()) ? Eigenvalues.Of(transposed, size).Max(static value => value.Magnitude) / looked : double.NaN;
        });
        var level = LyapunovLevel.Of(0, 0, paths, trials, size);
        return level.Diverged > 0 ? (null, double.NaN, null) : (level.Exponents[0], level.Errors[0], double.IsFinite(radii.Sum()) ? radii.Average() : null);
    }

    private static (double Norm, double Loss) Norm(BatchPass<double> pass, TrainedNetwork subject, ulong first, double loss)
    {
        var gradient = new double[subject.Parameters.Layout.Length];
        loss += pass.Run(subject.Seed, NoiseStream.Task, first, gradient);
        var square = 0.0;
        foreach (var array in subject.Parameters.Layout.Slices.Where(static array => array.Trainable))
        {
            foreach (var g in gradient.AsSpan(array.Offset, array.Length))
                square += g * g;
        }

        return (double.IsFinite(square) ? Math.Sqrt(square) : double.PositiveInfinity, loss);
    }

    // Between order statistics, linearly.
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length || place == below ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
