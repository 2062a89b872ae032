using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>Lets a network do the suite's test trials; noise trial n belongs to trial n.</summary>
/// <param name="suite">The task.</param>
/// <param name="policy">The network under some noise, ready to run.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class CognitivePolicy(CognitiveSuite suite, Rollout<double> policy, ulong seed)
{
    private const int Width = 16;

    /// <summary>The answers at the last steps of trials 0, 1, ....</summary>
    /// <param name="trials">The trials as drawn.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between blocks of trials.</param>
    public CognitiveAnswer[] Answer(CognitiveTrial[] trials, int threads, CancellationToken cancellation)
    {
        var answers = new CognitiveAnswer[trials.Length];
        var loop = new ParallelLoop<TrialBlock<double>>(threads, () => new(suite, policy.Cell, policy.Layout, Width, backward: false));
        loop.Run(
            TrialRange.Blocks(trials.Length, Width),
            (range, block) => Run(block, trials.AsSpan(range.First, range.Count), (ulong)range.First, answers.AsSpan(range.First, range.Count)),
            cancellation: cancellation);
        return answers;
    }

    private void Run(TrialBlock<double> trialBlock, ReadOnlySpan<CognitiveTrial> trials, ulong first, Span<CognitiveAnswer> answers)
    {
        var block = trialBlock.Block;
        trialBlock.Fill(seed, NoiseStream.Test, first, trials.Length, static _ => 1);
        // Trials differ in length: each is read at its own last step.
        Array.Clear(block.Wanted);
        foreach (var trial in trials)
            block.Wanted[trial.Steps - 1] = true;
        policy.Forward(block);
        Span<double> outputs = stackalloc double[block.OutputRows];
        for (var lane = 0; lane < trials.Length; lane++)
        {
            var last = block.At(block.Outputs, trials[lane].Steps - 1, block.OutputRows);
            for (var o = 0; o < outputs.Length; o++)
                outputs[o] = Elementary.Sigmoid(last[(o * block.Width) + lane]);
            answers[lane] = CognitiveAnswer.Of(outputs);
        }
    }
}
