using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Loss and accuracy on test trials whose inputs were changed to raise the network's own loss. Blocks of trials go to
/// threads; a trial's gradient is its own, so neither threads nor blocks change a bit.
/// </summary>
internal sealed class AdversarialPass
{
    private const int Width = 32;
    private readonly Rollout<float> _rollout;
    private readonly Loss _loss;
    private readonly TrialRange[] _ranges;
    private readonly ParallelLoop<Attacked> _loop;
    private readonly TrialScores _scores;

    public AdversarialPass(Rollout<float> rollout, TrialTask task, Loss loss, int trials, int threads)
    {
        (_rollout, _loss, _ranges, _scores) = (rollout, loss, TrialRange.Blocks(trials, Width), new(loss, trials));
        _loop = new(threads, () => new(new(task, rollout.Cell, rollout.Layout, Width, backward: true)));
    }

    /// <summary>Mean loss and accuracy under a perturbation.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="ascent">What is done to the inputs.</param>
    /// <param name="strength">s.</param>
    /// <param name="repetition">Which random start.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public (double Loss, double? Accuracy) Run(
        ulong seed, GradientAscent ascent, double strength, int repetition, CancellationToken cancellation)
    {
        _loop.Run(_ranges, (trials, block) => Attack(block.Block, block.Clean, seed, trials, ascent, strength, repetition), cancellation: cancellation);
        return _scores.Mean;
    }

    private void Attack(
        TrialBlock<float> block, float[] clean, ulong seed, TrialRange trials, GradientAscent ascent, double strength, int repetition)
    {
        var inputs = block.Block.Inputs;
        block.Fill(seed, NoiseStream.Test, (ulong)trials.First, trials.Count, _loss.Weight);
        inputs.CopyTo(clean, 0);
        if (ascent.StartsAtRandom)
            Scatter(block.Block, seed, trials, (float)strength, repetition);
        for (var step = 0; step < ascent.Steps; step++)
        {
            _loss.Run(_rollout, block);
            _rollout.Backward(block.Block);
            Climb(inputs, clean, block.Block.InputGradients, (float)(ascent.Length * strength), (float)strength);
        }

        _loss.Run(_rollout, block);
        _scores.Keep(trials.First, block);
    }

    private static void Climb(float[] inputs, float[] clean, float[] gradient, float length, float strength)
    {
        for (var k = 0; k < inputs.Length; k++)
        {
            // A gradient of 0 does not move, one that is not a number neither.
            var sign = gradient[k] > 0 ? 1 : gradient[k] < 0 ? -1 : 0;
            inputs[k] = Math.Clamp(inputs[k] + (length * sign), clean[k] - strength, clean[k] + strength);
        }
    }

    // Uniform in the box.
    private static void Scatter(Block<float> block, ulong seed, TrialRange trials, float strength, int repetition)
    {
        for (var lane = 0; lane < trials.Count; lane++)
        {
            var random = new RandomStream(NoiseKey.Of(seed, Substream.AdversarialStart), ((ulong)(uint)repetition << 32) + (ulong)(trials.First + lane));
            for (var k = lane; k < block.Inputs.Length; k += block.Width)
                block.Inputs[k] += (float)random.NextUniform(-strength, strength);
        }
    }

    // Trials under attack.
    private sealed class Attacked
    {
        public Attacked(TrialBlock<float> block)
        {
            (Block, Clean) = (block, new float[block.Block.Inputs.Length]);
            block.Block.WantsGradients = false;
            block.Block.InputGradients = new float[block.Block.Inputs.Length];
        }

        public TrialBlock<float> Block { get; }

        // Their inputs as the task gives them.
        public float[] Clean { get; }
    }
}
