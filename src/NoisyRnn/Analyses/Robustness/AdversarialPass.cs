using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
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
    private readonly int _trials;
    private readonly TrialBlock<float>[] _blocks;
    private readonly float[][] _clean;
    private readonly double[] _losses, _weights, _right;

    public AdversarialPass(Rollout<float> rollout, TrialTask task, Loss loss, int trials, int threads)
    {
        (_rollout, _loss, _trials) = (rollout, loss, trials);
        _blocks = [.. Enumerable.Range(0, Math.Min(threads, (trials + Width - 1) / Width))
            .Select(_ => new TrialBlock<float>(task, rollout.Cell, rollout.Layout, Width, backward: true))];
        foreach (var block in _blocks)
        {
            block.Block.WantsGradients = false;
            block.Block.InputGradients = new float[block.Block.Inputs.Length];
        }

        _clean = [.. _blocks.Select(static block => new float[block.Block.Inputs.Length])];
        (_losses, _weights, _right) = (new double[trials], new double[trials], new double[trials]);
    }

    /// <summary>Mean loss and accuracy under a perturbation.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="perturbation">What is done to the inputs.</param>
    /// <param name="strength">s.</param>
    /// <param name="repetition">Which random start.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public (double Loss, double? Accuracy) Run(
        ulong seed, AdversarialPerturbation perturbation, double strength, int repetition, CancellationToken cancellation)
    {
        ParallelBlocks.Run((_trials + Width - 1) / Width, _blocks.Length, (k, thread) =>
        {
            if (!cancellation.IsCancellationRequested)
                Attack(_blocks[thread], _clean[thread], seed, k * Width, perturbation, strength, repetition);
        });
        cancellation.ThrowIfCancellationRequested();
        var weight = _weights.Sum();
        return (_losses.Sum() / weight, _loss.HasAccuracy ? _right.Sum() / weight : null);
    }

    private void Attack(
        TrialBlock<float> block, float[] clean, ulong seed, int first, AdversarialPerturbation perturbation, double strength, int repetition)
    {
        var count = Math.Min(Width, _trials - first);
        var inputs = block.Block.Inputs;
        block.Fill(seed, NoiseStream.Test, (ulong)first, count, _loss.Weight);
        inputs.CopyTo(clean, 0);
        if (perturbation.StartsAtRandom)
            Scatter(block.Block, seed, first, count, (float)strength, repetition);
        for (var step = 0; step < perturbation.StepCount; step++)
        {
            Evaluate(block);
            _rollout.Backward(block.Block);
            Climb(inputs, clean, block.Block.InputGradients, (float)(perturbation.StepLength * strength), (float)strength);
        }

        Evaluate(block);
        block.Losses.AsSpan(0, count).CopyTo(_losses.AsSpan(first));
        block.Weights.AsSpan(0, count).CopyTo(_weights.AsSpan(first));
        for (var lane = 0; lane < count; lane++)
            _right[first + lane] = _loss.RightWeight(block.Block, block.Targets, block.Masks, lane);
    }

    private void Evaluate(TrialBlock<float> block)
    {
        Array.Clear(block.Losses);
        _rollout.Forward(block.Block);
        _loss.Evaluate(block.Block, block.Targets, block.Masks, normalizer: 1, block.Losses);
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
    private static void Scatter(Block<float> block, ulong seed, int first, int count, float strength, int repetition)
    {
        for (var lane = 0; lane < count; lane++)
        {
            var random = new RandomStream(new NoiseKey(seed, NoiseStream.Perturbation, Source), ((ulong)(uint)repetition << 32) + (ulong)(first + lane));
            for (var k = lane; k < block.Inputs.Length; k += block.Width)
                block.Inputs[k] += (float)random.NextUniform(-strength, strength);
        }
    }

    // After the streams of the random perturbations.
    private const byte Source = 4;
}
