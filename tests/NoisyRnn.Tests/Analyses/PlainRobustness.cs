using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>What robustness is checked against: a task of classes, and every trial by itself in double, its inputs changed at will.</summary>
internal static class PlainRobustness
{
    internal const double Dt = 0.5;
    internal const ulong Seed = 7;

    // The plain way in double: every trial in a lane of its own, its inputs changed one by one.
    internal static (double Loss, double Accuracy, double[] Losses, double Weight) Plain(TrainedNetwork subject, int trials, Action<ulong, double[,]> change)
    {
        var (task, rollout) = (new Changed(subject.Task, change), subject.Prepare<double>(subject.Network, []));
        var block = new TrialBlock<double>(task, rollout.Cell, rollout.Layout, (trials + 15) / 16 * 16, backward: false);
        block.Fill(Seed, NoiseStream.Test, 0, trials, subject.Loss.Weight);
        rollout.Forward(block.Block);
        subject.Loss.Evaluate(block.Block, block.Targets, block.Masks, 1, block.Losses);
        var weight = block.Weights.Sum();
        var right = Enumerable.Range(0, trials).Sum(lane => subject.Loss.RightWeight(block.Block, block.Targets, block.Masks, lane));
        return (block.Losses.Sum() / weight, right / weight, block.Losses, weight);
    }

    // h' = A h + g (W_in u + b), z = V h + c: dm/du at step t is g (v_y - v_other) A^(T-1-t) W_in.
    internal static void ToWorstCorner(TrainedNetwork subject, ulong number, double[,] inputs, double s)
    {
        var (n, steps, channels) = (subject.Network.Units, inputs.GetLength(0), inputs.GetLength(1));
        var (w, win, v) = (subject.Parameters["W_rec"].ToArray(), subject.Parameters["W_in"].ToArray(), subject.Parameters["W_out"].ToArray());
        var right = TaskTrials.Class(TaskTrials.Make(subject.Task, number, NoiseStream.Test, Seed));
        var gradient = Enumerable.Range(0, n).Select(i => v[(right * n) + i] - v[((1 - right) * n) + i]).ToArray();
        for (var t = steps - 1; t >= 0; t--)
        {
            for (var k = 0; k < channels; k++)
                inputs[t, k] -= s * Math.Sign(Enumerable.Range(0, n).Sum(i => gradient[i] * win[(i * channels) + k]));
            gradient = [.. Enumerable.Range(0, n).Select(j => ((1 - Dt) * gradient[j]) + (Dt * Enumerable.Range(0, n).Sum(i => gradient[i] * w[(i * n) + j])))];
        }
    }

    // Which channel is the largest on average? Asked at the last step, with a weight of each trial's own.
    internal sealed record LargestMean(int Channels) : TrialTask
    {
        public override int InputCount => Channels;

        public override int OutputCount => Channels;

        public override int StepCount => 9;

        public override string Summary => "test";

        public override void Fill(TrialKey key, Trial trial)
        {
            var random = key.Random();
            var sums = new double[Channels];
            for (var t = 0; t < StepCount; t++)
            {
                for (var i = 0; i < Channels; i++)
                    sums[i] += trial.Inputs[t, i] = random.NextUniform(-1, 1);
            }

            trial.Targets[StepCount - 1, Array.IndexOf(sums, sums.Max())] = 1;
            var weight = (random.NextInt(4) + 1) / 2.0; // the same in float
            for (var o = 0; o < Channels; o++)
                trial.Mask[StepCount - 1, o] = weight;
        }
    }

    private sealed record Changed(TrialTask Task, Action<ulong, double[,]> Change) : TrialTask
    {
        public override int InputCount => Task.InputCount;

        public override int OutputCount => Task.OutputCount;

        public override int StepCount => Task.StepCount;

        public override string Summary => "test";

        public override void Fill(TrialKey key, Trial trial)
        {
            Task.Fill(key, trial);
            Change(key.Number, trial.Inputs);
        }
    }
}
