namespace NoisyRnn.Training;

/// <summary>Whose a trained noise level is.</summary>
public enum NoiseOwner
{
    /// <summary>The network's: one for all units.</summary>
    Network,

    /// <summary>Each unit's own.</summary>
    Unit,
}
