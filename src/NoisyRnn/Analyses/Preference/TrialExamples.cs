using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>Runs the first test trial of a network with its training noise and without, for the report.</summary>
public static class TrialExamples
{
    /// <summary>The example of one network.</summary>
    public static TrialExample Of(TrainedNetwork subject)
    {
        var task = subject.Task;
        var numbered = subject.TestTrials(1)[0];
        var (trial, steps) = (numbered.Trial, numbered.Steps);
        var example = new TrialExample
        {
            Time = [.. Enumerable.Range(1, steps).Select(t => t * subject.Dt)],
            Inputs = Channels(task.InputCount, steps, (t, i) => trial.Inputs[t, i]),
            Targets = Channels(task.OutputCount, steps, (t, o) => trial.Mask[t, o] != 0 ? trial.Targets[t, o] : double.NaN),
            NoisyOutputs = Outputs(subject, numbered, subject.Noise),
            SilentOutputs = Outputs(subject, numbered, []),
        };
        return subject.Loss.HasAccuracy ? AsProbability(subject.Loss, example, trial) : example;
    }

    // Ten logits tell less than one probability, and are ten times as long.
    private static TrialExample AsProbability(Loss loss, TrialExample example, Trial trial)
    {
        var right = RightClasses(trial)[..example.Time.Length];
        return example with
        {
            IsProbability = true,
            Targets = [[.. right.Select((_, t) => trial.Mask[t, 0] != 0 ? 1 : double.NaN)]],
            NoisyOutputs = [[.. right.Select((c, t) => Probability(loss, example.NoisyOutputs, t, c))]],
            SilentOutputs = [[.. right.Select((c, t) => Probability(loss, example.SilentOutputs, t, c))]],
        };
    }

    // The likeliest class of the next step that asks; behind the last such step, of that one.
    private static int[] RightClasses(Trial trial)
    {
        int[] asked = [.. Enumerable.Range(0, trial.Steps).Where(t => trial.Mask[t, 0] != 0)];
        return [.. Enumerable.Range(0, trial.Steps).Select(t => asked.Length == 0 ? 0
            : Likeliest(Array.FindIndex(asked, step => step >= t) is var next and >= 0 ? asked[next] : asked[^1]))];

        int Likeliest(int step) => Enumerable.Range(0, trial.Targets.GetLength(1)).MaxBy(o => trial.Targets[step, o]);
    }

    private static double Probability(Loss loss, ImmutableArray<ImmutableArray<double>> logits, int step, int right) =>
        loss.Shown([.. logits.Select(channel => channel[step])], right);

    private static ImmutableArray<ImmutableArray<double>> Channels(int channels, int steps, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, channels).Select(c => Enumerable.Range(0, steps).Select(t => value(t, c)).ToImmutableArray())];

    private static ImmutableArray<ImmutableArray<double>> Outputs(TrainedNetwork subject, NumberedTrial trial, ImmutableArray<NoiseSource> noise)
    {
        var trialDraws = new TrialDraws(subject.Prepare<double>(subject.Network, noise), subject.Task, WantedOutputs.All);
        var (block, lane) = (trialDraws.Block, trialDraws.Run([trial], subject.Loss.Response).Single().First);
        return Channels(block.OutputRows, trial.Steps, (t, o) => block.Outputs[(((t * block.OutputRows) + o) * block.Width) + lane]);
    }
}
