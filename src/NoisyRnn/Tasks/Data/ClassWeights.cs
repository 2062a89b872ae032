namespace NoisyRnn.Tasks;

/// <summary>What a trial of a rare class counts.</summary>
public enum ClassWeights
{
    /// <summary>
    /// The inverse of its class's share in the trial's part (1 on average): all classes count alike, and the accuracy over a
    /// whole part is the balanced accuracy.
    /// </summary>
    Balanced,

    /// <summary>As much as any other.</summary>
    Equal,
}
