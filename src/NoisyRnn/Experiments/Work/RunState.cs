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

    /// <summary>It waits for an element of a job array, in Slurm's queue or behind other runs of its element.</summary>
    Queued,

    /// <summary>It failed when it was last tried, or its element ended without a word.</summary>
    Failed,

    /// <summary>Something that was asked of it is not there, and nobody is at it.</summary>
    Missing,
}
