namespace NoisyRnn.Runs;

/// <summary>What a lock's file says of its holder.</summary>
internal sealed record RunLockContent
{
    public required int Format { get; init; }

    public required string Host { get; init; }

    public required int Process { get; init; }

    /// <summary>When the process began, as the system tells it: process numbers come again.</summary>
    public required string ProcessStart { get; init; }

    /// <summary>What the holder is doing, for people.</summary>
    public required string Job { get; init; }

    public required DateTimeOffset Taken { get; init; }

    /// <summary>Tells this lock from any other.</summary>
    public required Guid Token { get; init; }

    internal static RunLockContent Mine(string job) => new()
    {
        Format = StoreFormat.Version, Host = Environment.MachineName, Process = Environment.ProcessId,
        ProcessStart = StartOf(Environment.ProcessId) ?? "", Job = job, Taken = DateTimeOffset.UtcNow, Token = Guid.NewGuid(),
    };

    /// <summary>Whether the holder ran on this machine and is there no more.</summary>
    internal bool IsOfDeadProcess => Host == Environment.MachineName && StartOf(Process) != ProcessStart;

    /// <summary>The start of a living process; null where there is none. On Linux in clock ticks since boot, which unlike
    /// the time of day do not move when the clock is set.</summary>
    private static string? StartOf(int process)
    {
        try
        {
            if (!OperatingSystem.IsLinux()) return System.Diagnostics.Process.GetProcessById(process).StartTime.ToUniversalTime().ToString("s");
            string stat = File.ReadAllText($"/proc/{process}/stat");
            // proc(5): behind the name in parentheses come state (Z, X: dead) as field 3 and the start as field 22.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
