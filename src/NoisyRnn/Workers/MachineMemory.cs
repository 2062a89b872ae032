namespace NoisyRnn.Workers;

/// <summary>What this process may take of the machine's memory, or of its control group's.</summary>
internal static class MachineMemory
{
    // The system, the program's code and the collector's own books need some, too.
    private const double Share = 0.9;

    /// <summary>Bytes in all.</summary>
    public static double Usable => Share * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Of them those that are not held already.</summary>
    public static double Available => Math.Max(0, Usable - GC.GetTotalMemory(forceFullCollection: true));
}
