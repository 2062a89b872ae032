namespace NoisyRnn.Tasks;

/// <summary>The order of the axes of x in an npz file, and of y and mask where they have as many; without channels, of the two others.</summary>
public enum SequenceLayout
{
    /// <summary>Trials, steps, channels; where there are fewer steps than channels, y, mask or lengths must tell.</summary>
    Auto,

    /// <summary>[trials, steps, channels].</summary>
    TrialsStepsChannels,

    /// <summary>[trials, channels, steps], as for convolutions.</summary>
    TrialsChannelsSteps,

    /// <summary>[steps, trials, channels], as for recurrent networks in PyTorch.</summary>
    StepsTrialsChannels,

    /// <summary>[steps, channels, trials].</summary>
    StepsChannelsTrials,

    /// <summary>[channels, trials, steps].</summary>
    ChannelsTrialsSteps,

    /// <summary>[channels, steps, trials], as in MATLAB.</summary>
    ChannelsStepsTrials,
}
