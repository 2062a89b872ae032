using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>Runs the first test trial of a network with its training noise and without, for the report.</summary>
public static class TrialExamples
{
    /// <summary>The example of one network.</summary>
    public static TrialExample Of(TrainedNetwork subject)
    {
        var task = subject.Task;
        var trial = new Trial(task.StepCount, task.InputCount, task.OutputCount);
        task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, 0), trial);
        return new TrialExample
        {
            Time = [.. Enumerable.Range(1, task.StepCount).Select(t => t * subject.Dt)],
            Inputs = Channels(task.InputCount, (t, i) => trial.Inputs[t, i]),
            Targets = Channels(task.OutputCount, (t, o) => trial.Mask[t, o] != 0 ? trial.Targets[t, o] : double.NaN),
            NoisyOutputs = Outputs(subject, trial, subject.Noise),
            SilentOutputs = Outputs(subject, trial, []),
        };

        ImmutableArray<ImmutableArray<double>> Channels(int channels, Func<int, int, double> value) =>
            [.. Enumerable.Range(0, channels).Select(c => Enumerable.Range(0, task.StepCount).Select(t => value(t, c)).ToImmutableArray())];
    }

    private static ImmutableArray<ImmutableArray<double>> Outputs(TrainedNetwork subject, Trial trial, ImmutableArray<NoiseSource> noise)
    {
        var (network, task, layout) = (subject.Network, subject.Task, subject.Parameters.Layout);
        var rollout = subject.Prepare<double>(network, noise);
        var block = new Block<double>(rollout.Cell, layout, task.StepCount, task.InputCount, task.OutputCount, 16, backward: false);
        SweepBatch.Load(trial, block, 0, block.Width);
        Array.Fill(block.Wanted, true);
        rollout.Forward(block);
        return [.. Enumerable.Range(0, task.OutputCount).Select(o => Enumerable.Range(0, task.StepCount)
            .Select(t => block.Outputs[((t * task.OutputCount) + o) * block.Width]).ToImmutableArray())];
    }
}
