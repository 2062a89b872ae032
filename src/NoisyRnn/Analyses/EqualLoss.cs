using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// A network on its way through training, where its training loss without noise first falls to a given value: what noise does to a network is
/// then not mistaken for what a better fit does (cross-entropy is flat where it is small; spec 2, section 2).
/// </summary>
public sealed record EqualLoss : IValidated
{
    /// <summary>The losses.</summary>
    [Description("training losses, without noise, at which the network is looked at too: at its first snapshot at or below each")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public ImmutableArray<double> Losses { get; init; } = [];

    /// <summary>Iterations between snapshots.</summary>
    [Description("iterations between two snapshots of the network in training")]
    [Range(1, 100_000_000)]
    public int Every { get; init; } = 50;

    /// <summary>n.</summary>
    [Description("training trials of the loss; of a data set's training part at most each once")]
    [Range(1, 10_000_000)]
    public int Trials { get; init; } = 1000;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => NumberList.Problems("losses", Losses, ascending: false, noun: "loss");

    /// <summary>Finds them, the highest loss first; those that were not reached are not among them.</summary>
    /// <param name="subject">The network, with its snapshots.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops it between snapshots.</param>
    internal IEnumerable<(double Loss, double Found, Snapshot Snapshot)> Find(TrainedNetwork subject, int threads, CancellationToken cancellation)
    {
        var (network, task) = (subject.Network, subject.Task);
        var silence = subject.Setup.Draw<float>([], NoiseStream.Analysis);
        var rollout = new Rollout<float>(network, subject.Parameters.Layout, subject.Dt, silence, subject.Setup.Scheme);
        var trials = task.TrialsAtMost(Trials, NoiseStream.Task);
        var pass = new ForwardPass<float>(rollout, task, subject.Loss, trials, threads);
        var open = new Queue<double>(Losses.OrderDescending());
        foreach (var snapshot in subject.History)
        {
            cancellation.ThrowIfCancellationRequested();
            if (open.Count == 0)
                yield break;
            rollout.Refresh(snapshot.Parameters);
            var (found, _) = pass.Run(subject.Seed, NoiseStream.Task);
            while (open.Count > 0 && found <= open.Peek())
                yield return (open.Dequeue(), found, snapshot);
        }
    }

    /// <summary>What an analysis finds in the trained network, and in the network at each of the losses.</summary>
    /// <param name="equalLoss">The losses; null for the trained network alone.</param>
    /// <param name="subject">The network, with its snapshots.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="look">Looks at a network, and gives the share that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <typeparam name="T">The analysis' result.</typeparam>
    internal static (T Trained, ImmutableArray<AtLoss<T>> AtLosses) Look<T>(
        EqualLoss? equalLoss, TrainedNetwork subject, int threads, Action<double>? progress, Func<TrainedNetwork, Action<double>, T> look, CancellationToken cancellation)
        where T : AnalysisResult
    {
        var found = equalLoss?.Find(subject, threads, cancellation).ToArray() ?? [];
        var done = 0;
        var trained = LookAt(subject);
        return (trained, [.. found.Select(at => new AtLoss<T>(at.Loss, at.Found, at.Snapshot.Iteration, LookAt(subject with { Parameters = at.Snapshot.Parameters, History = [] })))]);

        T LookAt(TrainedNetwork network)
        {
            var result = look(network, share => progress?.Invoke((done + share) / (1 + found.Length)));
            done++;
            return result;
        }
    }
}

/// <summary>What an analysis found in a network on its way through training, where the training loss without noise first fell to a value.</summary>
/// <param name="Loss">The value asked for.</param>
/// <param name="Found">The loss then: at or below it.</param>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Result">What it found; what it found at other losses is not in it.</param>
/// <typeparam name="T">The analysis' result.</typeparam>
public sealed record AtLoss<T>(double Loss, double Found, int Iteration, T Result)
    where T : AnalysisResult;
