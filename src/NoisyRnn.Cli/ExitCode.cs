namespace NoisyRnn.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Done = 0;

    /// <summary>A run failed or diverged; or what was to be printed or written could not be.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>An error of the program itself (EX_SOFTWARE).</summary>
    public const int Unforeseen = 70;

    /// <summary>Stopped by Ctrl-C or another signal.</summary>
    public const int Interrupted = 130;
}
