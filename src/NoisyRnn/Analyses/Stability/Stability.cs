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
/// The bounds of a trained network's top exponent by the norms of its matrices, and the sufficient conditions of stability, beside the
/// exponent that its tangent flow has along test trials (spec 2, section 4). Bounds are known of the Lipschitz RNN, the antisymmetric
/// RNN and the CTRNN in Euler's steps; of others the exponent alone is measured.
/// </summary>
public sealed record Stability : Analysis<StabilityResult>
{
    // As of the Lyapunov exponents, whose paths these are.
    private const double TrialsPerPath = 40;

    /// <summary>Number of test trials.</summary>
    [Description("test trials, a path each; of a data set's test part at most each once")]
    [Range(1, 100_000)]
    public int Trials { get; init; } = 16;

    /// <summary>Steps beyond a trial's end, its inputs held.</summary>
    [Description("steps beyond a trial's end, its last inputs held; 0 for the trials alone")]
    [Range(0, 100_000_000)]
    public int Hold { get; init; } = 500;

    /// <summary>The share of every path that is its transient.</summary>
    [Description("share of every path, at its start, that is not counted: the direction aligns")]
    [Range(0.0, 0.99)]
    public double Transient { get; init; } = 0.2;

    /// <inheritdoc/>
    public override string Summary => "bounds of the top exponent from the trained matrices and the sufficient conditions of stability, against the measured exponent";

    // 2: the network's functions in double no longer by the platform's library.
    internal override int Revision => 2;

    private protected override StabilityResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        // Another scheme has other steps, to which neither bounds nor slack belong.
        var system = subject.Setup.Scheme is EulerMaruyama ? StabilitySystem.Of(subject) : null;
        var isTimed = subject.Network.IsTimed;
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Test);
        var steps = subject.Task.StepCount + Hold;
        var times = new LyapunovTimes(steps, (int)(Transient * steps), isTimed ? subject.Dt : 1);
        ImmutableArray<double> levels = subject.TrainingSigma > 0 ? [0, 1] : [0];
        var found = ImmutableArray.CreateBuilder<StabilityLevel>();
        foreach (var level in levels)
            found.Add(At(level, level == 0 ? [] : subject.Noise, looksAtSlopes: level == 0));
        // The pre-activations are told without the mean of noise inside: slopes of this path are not.
        var matched = subject.WithMeanInSilence is { } silent ? At(0, silent.Silence, looksAtSlopes: false) : null;
        return new() { Trials = trials, IsPerStep = !isTimed, Matrices = system is null ? null : StabilityMatrices.Of(system), Levels = found.ToImmutable(), MeanMatched = matched };

        StabilityLevel At(double level, ImmutableArray<NoiseSource> noise, bool looksAtSlopes)
        {
            var slopes = new double[trials];
            var paths = LyapunovPath.RunAll(
                subject, subject.Prepare<double>(subject.Network, noise), 1, trials, times, threads,
                share => progress(Math.Min(1, (found.Count + share) / levels.Length)), cancellation,
                p => looksAtSlopes && system is not null ? SlopesOf(subject, system, times.Transient, largest => slopes[p] = Math.Max(slopes[p], largest)) : null);
            return Level(subject, system, level, noise, LyapunovLevel.Of(level, level, paths, trials, subject.Network.StateRows), looksAtSlopes ? slopes.Max() : null);
        }
    }

    // Of noise with a mean the first results had the silence without it alone.
    internal override int RevisionOf(Setup setup) => Revision + (setup.HasSecondSilence ? 1 : 0);

    internal override string? Refusal(Setup setup) => RefusalWithoutRecurrence(setup, "stability");

    internal override double Cost(TrialTask task) => 2.0 * Trials * TrialsPerPath * (1 + ((double)Hold / task.StepCount));

    private static StabilityLevel Level(
        TrainedNetwork subject, StabilitySystem? system, double level, ImmutableArray<NoiseSource> noise, LyapunovLevel measured, double? slope)
    {
        var result = new StabilityLevel
        {
            Level = level,
            Diverged = measured.Diverged,
            Exponent = measured.Exponents.IsEmpty ? null : measured.Exponents[0],
            Error = measured.Errors.IsEmpty ? double.NaN : measured.Errors[0],
            OfTrials = measured.LargestOfTrials,
        };
        if (system is null || StabilityNoise.Of(subject, noise) is not { } growing)
            return result;
        var bounds = StabilityBounds.Of(system, growing);
        result = result with
        {
            Phi = growing.Phi,
            Psi = growing.Psi,
            Lower = bounds.Lower,
            Upper = bounds.Upper,
            LowerOfSteps = bounds.LowerOfSteps(subject.Dt),
            UpperOfSteps = bounds.UpperOfSteps(subject.Dt),
        };
        if (slope is not { } largest)
            return result;
        var path = StabilityBounds.Of(system, growing, largest);
        return result with { PathSlope = largest, PathLower = path.Lower, PathUpper = path.Upper, PathUpperOfSteps = path.UpperOfSteps(subject.Dt) };
    }

    // The largest |f'| of any unit at each counted step, from its pre-activation.
    private static LyapunovPath.Visitor SlopesOf(TrainedNetwork subject, StabilitySystem system, int transient, Action<double> see)
    {
        const int Lanes = LyapunovPath.Lanes;
        var effective = subject.Network.Effective(subject.Parameters);
        var layer = subject.Network.Form(effective.Layout)[0];
        double[] bias = [.. effective[layer.Bias]], weights = [.. effective[layer.Input]];
        double[] a = new double[system.Size * Lanes], slope = new double[system.Size * Lanes];
        return (step, state, input, _) =>
        {
            if (step < transient)
                return;
            Rows.Broadcast<double>(bias, a, Lanes);
            Product.Add<double>(system.Recurrent, state, a, system.Size, system.Size, Lanes);
            Product.Add<double>(weights, input, a, system.Size, subject.Task.InputCount, Lanes);
            system.Activations.Evaluate<double>(a, a, slope);
            see(slope.Max(Math.Abs));
        };
    }
}
