namespace NoisyRnn.Networks;

/// <summary>How a stored weight V becomes one whose sign s is that of its unit before the synapse.</summary>
public enum DaleForm
{
    /// <summary>s |V|.</summary>
    Absolute,

    /// <summary>s max(0, s V): a weight that reaches 0 stays there, for it has no gradient.</summary>
    Rectified,
}
