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
/// How far test inputs are from being answered wrongly by a classifier without noise (spec 2, section 5): the L2 norm, over the whole input sequence, of the smallest
/// perturbation found; what the network linearised at the input says; and what a bound of the network proves.
/// </summary>
public sealed record Margin : Analysis<MarginResult>
{
    /// <summary>Number of test trials.</summary>
    [Description("test trials; of a data set's test part at most each once")]
    [Range(1, 2000)]
    public int Trials { get; init; } = 500;

    /// <summary>Boundaries that are approached.</summary>
    [Description("wrong answers, the nearest by the linearised network, towards which the search goes one after the other")]
    [Range(1, 1000)]
    public int Rivals { get; init; } = 5;

    /// <summary>Steps towards each.</summary>
    [Description("gradient steps towards each of them")]
    [Range(1, 10_000)]
    public int Steps { get; init; } = 10;

    /// <summary>Steps on the shrinking sphere.</summary>
    [Description("gradient steps on a shrinking sphere, towards whatever wrong answer is nearest: so many from the clean input and as many from the nearest place found")]
    [Range(0, 10_000)]
    public int DescentSteps { get; init; } = 50;

    /// <summary>Steps around the boundary.</summary>
    [Description("gradient steps around the boundary from the nearest place found; they end where there is no nearer place beside it")]
    [Range(0, 10_000)]
    public int Refinements { get; init; } = 20;

    // Descents on the shrinking sphere: from the clean input, and from the nearest place found.
    internal const int Descents = 2;

    /// <summary>Parts of the work on a block of trials.</summary>
    internal int Parts => Rivals + Descents + Refinements;

    /// <summary>At equal loss; null for the trained network alone.</summary>
    [Description("looks at the network on its way through training too, where its training loss first falls to given values; empty for the trained network alone")]
    public EqualLoss? AtEqualLoss { get; init; }

    /// <inheritdoc/>
    public override string Summary => "the smallest L2 perturbation of a test trial's inputs that makes its answer wrong: found by search, by the linearised network, and a proven lower bound";

    // 2: the cosine of its descents no longer by the platform's library.
    internal override int Revision => 2;

    internal override int? LooksBackEvery => AtEqualLoss?.Every;

    private protected override MarginResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (trained, atLosses) = EqualLoss.Look(AtEqualLoss, subject, threads, progress, (network, share) => Look(network, threads, share, cancellation), cancellation);
        return trained with { AtLosses = atLosses, MeanMatched = subject.MeanMatched is { } matched ? Look(matched, threads, static _ => { }, cancellation) : null };
    }

    private MarginResult Look(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var trials = TrialsOf(subject.Task);
        var rollout = subject.Prepare<double>(subject.Network, subject.Silence);
        var bound = MarginBound.Of(subject);
        var found = new MarginDistances(trials);
        var blocks = TrialRange.Blocks(trials, MarginBlock.Lanes);
        var (gate, done) = (new Lock(), new double[blocks.Length]);
        new ParallelLoop<MarginSearch>(threads, () => new(new(subject, rollout), bound)).Run([.. blocks.Index()], (block, search) =>
        {
            var part = 0;
            search.Run(this, block.Item, found, () => Report(block.Index, part++ / (double)Parts));
            Report(block.Index, 1);
        }, cancellation: cancellation);
        return Result(subject.Task, bound, found);

        bool Report(int block, double share)
        {
            lock (gate)
            {
                done[block] = share;
                progress(done.Sum() / blocks.Length);
            }

            return !cancellation.IsCancellationRequested;
        }
    }

    internal override string? Refusal(Setup setup) =>
        !setup.Training.Loss.HasAccuracy ? $"the network is not trained to choose a class; allowed is training.loss: {Catalogue.NamesOf<Loss>(static loss => loss.HasAccuracy)}"
        : setup.Task.OutputCount < 2 ? $"{setup.Task.OutputCount} class, and so no wrong one; allowed are two or more"
        : null;

    // The way there and back for each boundary and step; a bisection is some ways there.
    internal override double Cost(TrialTask task) => 2.0 * TrialsOf(task) * ((task.OutputCount / 2) + (Rivals * Steps) + (Descents * DescentSteps) + (5 * Refinements) + 15)
        * (1 + (AtEqualLoss?.Losses.Length ?? 0));

    private int TrialsOf(TrialTask task) => task.TrialsAtMost(Trials, NoiseStream.Test);

    private static MarginResult Result(TrialTask task, MarginBound? bound, MarginDistances found)
    {
        ImmutableArray<bool> right = [.. found.Right];
        ImmutableArray<double> local = [.. found.Local], measured = [.. found.Measured];
        ImmutableArray<double>? certified = bound is null ? null : [.. found.Certified];
        return new()
        {
            Trials = right.Length,
            InputNorm = MarginResult.Quantile([.. found.InputNorms], 0.5),
            StepGain = bound?.StepGain,
            Gain = bound is null ? null : bound.ReadoutGain * bound.StateGain(task.StepCount),
            Right = right,
            OutputMargins = [.. found.Outputs],
            Local = local,
            Certified = certified,
            Measured = measured,
            MedianLocal = MarginResult.MedianOf(local, right),
            MedianCertified = certified is { } proven ? MarginResult.MedianOf(proven, right) : null,
            MedianMeasured = MarginResult.MedianOf(measured, right),
        };
    }
}
