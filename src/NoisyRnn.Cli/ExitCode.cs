namespace NoisyRnn.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Done = 0;

    /// <summary>A run failed or diverged.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
