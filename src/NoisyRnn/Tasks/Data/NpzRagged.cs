using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Trials of different lengths: an object array of arrays [steps] or [steps, channels].</summary>
internal static class NpzRagged
{
    /// <summary>Reads such an array.</summary>
    /// <exception cref="InputException">Its trials do not fit together, or it cannot be told which axis is the steps.</exception>
    internal static TrialArray Read(string path, string name, ImmutableArray<NpyArray> trials, SequenceLayout layout)
    {
        if (trials.IsEmpty)
            throw new InputException($"{path}: {name} has no trials; allowed is one or more");
        var axes = trials[0].Shape.Length;
        if (trials.Index().FirstOrDefault(trial => trial.Item.Shape.Length is not (1 or 2) || trial.Item.Shape.Length != axes || trial.Item.Length == 0) is (var odd, not null))
            throw new InputException($"{path}: {name}: trial {odd + 1} is {trials[odd]}{(odd > 0 ? $" and trial 1 {trials[0]}" : "")}; allowed is [steps] throughout, or [steps, channels], of one step or more");
        var stepsAreSecond = axes == 2 && StepsAreSecond(path, name, trials, layout);
        var channels = axes == 1 ? 1 : trials[0].Shape[stepsAreSecond ? 0 : 1];
        int[] lengths = [.. trials.Select(trial => trial.Length / channels)];
        var values = new double[lengths.Sum(length => length * channels)];
        var k = 0;
        for (var trial = 0; trial < trials.Length; trial++)
        {
            for (var step = 0; step < lengths[trial]; step++)
            {
                for (var channel = 0; channel < channels; channel++)
                    values[k++] = trials[trial][stepsAreSecond ? (channel * lengths[trial]) + step : (step * channels) + channel];
            }
        }

        return TrialArray.Of(values, channels, lengths, (trial, step, channel) =>
            $": {name}: trial {trial + 1}, step {step + 1}{(axes == 2 ? $", channel {channel + 1}" : "")}");
    }

    private static bool StepsAreSecond(string path, string name, ImmutableArray<NpyArray> trials, SequenceLayout layout)
    {
        var (first, second) = (IsSame(0), IsSame(1));
        var (channelsFirst, channelsLast) = (layout == SequenceLayout.TrialsChannelsSteps, layout == SequenceLayout.TrialsStepsChannels);
        if ((!first && !second) || (channelsFirst && !first) || (channelsLast && !second))
            throw new InputException($"{path}: {name}: trials are {trials[0]} and {trials.First(trial => !trial.Shape.SequenceEqual(trials[0].Shape))}; allowed are as many channels in all, [steps, channels]");
        return (first, second) switch
        {
            (true, false) => true,
            (false, true) => false,
            _ when channelsFirst || channelsLast => channelsFirst,
            _ when trials[0].Shape[0] >= trials[0].Shape[1] => false,
            _ => throw new InputException($"{path}: {name}: each trial is {trials[0]}: which axis is the steps? task.layout: "
                + $"{Catalogue.NameOf(SequenceLayout.TrialsStepsChannels)} or {Catalogue.NameOf(SequenceLayout.TrialsChannelsSteps)} says"),
        };

        bool IsSame(int axis) => trials.All(trial => trial.Shape[axis] == trials[0].Shape[axis]);
    }
}
