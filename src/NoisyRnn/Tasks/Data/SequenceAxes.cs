using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>The axes of an array of trials, in the order of a layout.</summary>
internal static class SequenceAxes
{
    /// <summary>"Trials", "Steps" and, of three axes, "Channels".</summary>
    internal static ImmutableArray<string> Of(SequenceLayout layout, bool hasChannels)
    {
        string[] axes = layout switch
        {
            SequenceLayout.TrialsChannelsSteps => ["Trials", "Channels", "Steps"],
            SequenceLayout.StepsTrialsChannels => ["Steps", "Trials", "Channels"],
            SequenceLayout.StepsChannelsTrials => ["Steps", "Channels", "Trials"],
            SequenceLayout.ChannelsTrialsSteps => ["Channels", "Trials", "Steps"],
            SequenceLayout.ChannelsStepsTrials => ["Channels", "Steps", "Trials"],
            _ => ["Trials", "Steps", "Channels"],
        };
        return [.. axes.Where(axis => hasChannels || axis != "Channels")];
    }
}
