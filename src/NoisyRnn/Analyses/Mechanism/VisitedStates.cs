using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// States that a network visits on test trials with its training noise: of each trial some, evenly spaced in time, the last
/// step among them. Trial p is noise trial p.
/// </summary>
internal sealed class VisitedStates
{
    private const int MostTrials = 32, StatesOfTrial = 32;

    private VisitedStates(ImmutableArray<double[]> all, ImmutableArray<double[]> ends) => (All, Ends) = (all, ends);

    /// <summary>All of them, trial by trial in the order of time; those that are not finite left out.</summary>
    public ImmutableArray<double[]> All { get; }

    /// <summary>The state after the last counted step of each trial; of a trial in which nothing counts, after its last step.</summary>
    public ImmutableArray<double[]> Ends { get; }

    /// <summary>Runs the trials.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="threads">Threads to use at most.</param>
    public static VisitedStates Of(TrainedNetwork subject, int threads)
    {
        var rollout = subject.Prepare<double>(subject.Network, subject.Noise);
        var loop = new ParallelLoop<TrialDraws>(threads, () => new(rollout, subject.Task, WantedOutputs.Last));
        var visited = loop.Run([.. subject.TestTrials(MostTrials).Chunk(TrialDraws.Lanes)], static (trials, trialDraws) =>
            trialDraws.Run(trials).Select(lanes => Visited(trials[lanes.Trial], trialDraws.Block, lanes.First)).ToArray());
        return new([.. visited.SelectMany(static trials => trials.SelectMany(static trial => trial.States))], [.. visited.SelectMany(static trials => trials.Select(static trial => trial.End))]);
    }

    private static (IEnumerable<double[]> States, double[] End) Visited(NumberedTrial trial, Block<double> block, int lane)
    {
        var kept = Math.Min(trial.Steps, StatesOfTrial);
        double[][] states = [.. Enumerable.Range(1, kept).Select(k => block.StateOf(lane, k * trial.Steps / kept))];
        return (states.Where(static state => state.All(double.IsFinite)), block.StateOf(lane, trial.LastCounted + 1));
    }
}
