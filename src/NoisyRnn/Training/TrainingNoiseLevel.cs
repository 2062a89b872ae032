namespace NoisyRnn.Training;

/// <summary>Whether training trials share one noise level.</summary>
public enum TrainingNoiseLevel
{
    /// <summary>All have the sources' levels.</summary>
    Fixed,

    /// <summary>Each trial has all levels times a number of its own, uniform from 0 to 1.</summary>
    UniformPerTrial,
}
