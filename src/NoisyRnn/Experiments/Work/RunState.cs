namespace NoisyRnn.Experiments;

/// <summary>How far a run is.</summary>
public enum RunState
{
    /// <summary>All that was asked of it is there.</summary>
    Done,

    /// <summary>It diverged: recorded, not lost.</summary>
    Diverged,

    /// <summary>Some process is computing it.</summary>
    Running,

    /// <summary>Something that was asked of it is not there.</summary>
    Missing,
}
