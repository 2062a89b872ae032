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
/// Where units operate on their activation, at the start of training, on the way and at the end (spec 1, sections 2 and 3):
/// the attenuation v = Var f(a + s xi)/(s^2 max f'^2) and the mean shift |F_s(a) - f(a)|/s of noise inside the activation,
/// weighted by what each unit does to the output, w = |W_out (I - F'W)^-1|. Read off the network's own mean path, at the noise
/// level of the arm with noise inside, in all arms.
/// </summary>
public sealed record OperatingPoints : Analysis<OperatingPointsResult>, IValidated
{
    /// <summary>Iterations between two looks; null for start and end alone.</summary>
    [Description("iterations between two looks at the network in training; empty for its start and end alone")]
    [Range(1, 100_000_000)]
    public int? Every { get; init; }

    /// <summary>Number of test trials.</summary>
    [Description("test trials; of a data set's test part at most each once")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 32;

    /// <summary>Steps of each trial.</summary>
    [Description("steps of each trial, evenly spread over those that count in the loss")]
    [Range(1, 1_000_000)]
    public int Steps { get; init; } = 4;

    /// <summary>The levels at which networks trained without noise are looked at: those of the arms beside them.</summary>
    [Description("noise levels at which a network trained without noise is looked at, to compare it with those trained with them")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public ImmutableArray<double> SilentLevels { get; init; } = [0.03, 0.1, 0.3, 1, 2];

    /// <inheritdoc/>
    public override string Summary => "where units operate on their activation, at the start of training, on the way and at the end";

    internal override int? LooksBackEvery => Every;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => NumberList.Problems("silent-levels", SilentLevels, ascending: false);

    private protected override OperatingPointsResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var last = subject.History.IsEmpty ? 1 : subject.History[^1].Iteration + 1;
        // With keep-best the trained network is one on the way, not the last: it stands after all the others.
        ImmutableArray<Snapshot> looks = [new(0, subject.AtStart.Parameters), .. subject.History, new(last, subject.Parameters)];
        ImmutableArray<double> levels = subject.TrainingSigma > 0 ? [subject.TrainingSigma] : SilentLevels;
        var points = ImmutableArray.CreateBuilder<OperatingPoint>();
        foreach (var (k, look) in looks.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            var moment = k == 0 ? TrainingMoment.Start : k == looks.Length - 1 ? TrainingMoment.End : TrainingMoment.OnTheWay;
            var sums = Look(subject with { Parameters = look.Parameters }, levels, threads);
            points.AddRange(levels.Zip(sums, (level, sum) => sum.ToPoint(moment, k == looks.Length - 1 ? null : look.Iteration, level)));
            progress((k + 1.0) / looks.Length);
        }

        return new() { Points = points.ToImmutable() };
    }

    internal override string? Refusal(Setup setup) => SilentPath.Refusal(setup);

    internal override double Cost(TrialTask task) => 4.0 * Trials * ForwardCost;

    // One sum a level, over all trials and steps.
    private OperatingSum[] Look(TrainedNetwork subject, ImmutableArray<double> levels, int threads)
    {
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Test);
        var own = UnitResponse.OwnOf(subject);
        var (plain, deviations) = (UnitResponse.Averaged(subject.Network, 0).Activation.Function, levels.Select(level => ArgumentNoise.Of(subject, level)).ToArray());
        var blocks = ParallelLoop.Run(TrialRange.Blocks(trials, SilentPath.Width), threads, range =>
        {
            var sums = deviations.Select(each => new OperatingSum(plain, each)).ToArray();
            var path = new SilentPath(subject, range);
            var steps = path.Trials.Select(trial => SampledSteps.Of(trial, Steps)).ToArray();
            var gain = new OutputGain(subject.Network, subject.Parameters);
            var (value, slope) = (new double[DenseProduct.Padded(path.Rows)], new double[DenseProduct.Padded(path.Rows)]);
            path.Run(own, SilentPath.At(steps, (_, _, a) =>
            {
                own.Activation.EvaluateEach(a, value, slope);
                var gains = gain.At(slope.AsSpan(0, path.Rows));
                foreach (var sum in sums)
                    sum.Add(a[..path.Rows], gains);
            }));
            return sums;
        });
        return [.. Enumerable.Range(0, levels.Length).Select(level => OperatingSum.Total([.. blocks.Select(block => block[level])]))];
    }
}
