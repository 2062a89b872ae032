namespace NoisyRnn.Noise;

/// <summary>
/// What random numbers are drawn for. Each purpose has its own stream, so that drawing more for one never shifts
/// another. The values are part of the format of results: they never change, new ones are added at the end.
/// </summary>
public enum NoiseStream : byte
{
    /// <summary>Initial parameters of a network.</summary>
    Parameters = 0,

    /// <summary>Inputs and targets of training trials.</summary>
    Task = 1,

    /// <summary>Inputs and targets of validation trials.</summary>
    Validation = 2,

    /// <summary>Inputs and targets of test trials.</summary>
    Test = 3,

    /// <summary>Noise in the dynamics: one normal per source, trial, step and unit.</summary>
    Dynamics = 4,

    /// <summary>The order in which trials are visited.</summary>
    Shuffle = 5,

    /// <summary>Draws of an analysis, such as bootstrap resampling.</summary>
    Analysis = 6,

    /// <summary>Perturbations of inputs: one stream a kind, numbered by repetition and trial.</summary>
    Perturbation = 7,

    /// <summary>The noise level of each trial, where it is drawn: source 0 for training, 1 for validation.</summary>
    Level = 8,

    /// <summary>Probes of the penalty that stands for noise: one number per source, trial, step and unit.</summary>
    Probe = 9,
}
