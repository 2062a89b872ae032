using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>Lets a network do the suite's test trials; noise trial n belongs to trial n.</summary>
/// <param name="suite">The task.</param>
/// <param name="policy">The network under some noise, ready to run.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class CognitivePolicy(CognitiveSuite suite, Rollout<double> policy, ulong seed)
{
    /// <summary>The answers at the last steps of trials 0, 1, ....</summary>
    /// <param name="trials">Number of trials.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between blocks of trials.</param>
    public CognitiveAnswer[] Answer(int trials, int threads, CancellationToken cancellation)
    {
        // Trials differ in length: each is read at its own last step.
        var loop = new ParallelLoop<TrialDraws>(threads, () => new(policy, suite, WantedOutputs.Last));
        var answers = loop.Run(TrialRange.Blocks(trials, TrialDraws.Lanes), Answers, cancellation: cancellation);
        return [.. answers.SelectMany(static block => block)];
    }

    private CognitiveAnswer[] Answers(TrialRange range, TrialDraws trialDraws)
    {
        var trials = suite.Make(seed, NoiseStream.Test, range);
        return [.. trialDraws.Run(trials).Select(lanes => AnswerOf(trialDraws.Block.OutputsOf(lanes.First, trials[lanes.Trial].Steps - 1)))];
    }

    private static CognitiveAnswer AnswerOf(double[] readouts) => CognitiveAnswer.Of([.. readouts.Select(static z => Elementary.Sigmoid(z))]);
}
