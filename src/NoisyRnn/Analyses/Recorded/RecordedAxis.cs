namespace NoisyRnn.Analyses;

/// <summary>An axis of recorded outputs.</summary>
internal enum RecordedAxis
{
    /// <summary>Networks that differ in their training seed alone.</summary>
    Seeds,

    /// <summary>Noise levels.</summary>
    Levels,

    /// <summary>Draws of the noise.</summary>
    Draws,

    /// <summary>Trials.</summary>
    Trials,

    /// <summary>Time steps.</summary>
    Steps,

    /// <summary>Output units; classes.</summary>
    Outputs,
}
