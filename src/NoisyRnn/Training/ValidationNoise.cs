namespace NoisyRnn.Training;

/// <summary>The noise under which a validation runs.</summary>
public enum ValidationNoise
{
    /// <summary>That of training, with draws of its own.</summary>
    Training,

    /// <summary>None: as the network is used without noise.</summary>
    None,
}
