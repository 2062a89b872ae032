namespace NoisyRnn.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All iterations were done.</summary>
    Iterations,

    /// <summary>The validation loss reached its target.</summary>
    Target,

    /// <summary>The validation loss had not improved for too long.</summary>
    Patience,

    /// <summary>Loss or gradient ceased to be finite.</summary>
    Divergence,
}
