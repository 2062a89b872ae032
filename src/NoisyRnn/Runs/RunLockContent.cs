using System.Globalization;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>What a lock's file says of its holder.</summary>
internal sealed record RunLockContent
{
    public required int Format { get; init; }

    public required string Host { get; init; }

    /// <summary>The boot since which the holder runs; null in locks of older versions.</summary>
    public string? Boot { get; init; }

    /// <summary>The namespace that the process number belongs to; null in locks of older versions.</summary>
    public string? PidNamespace { get; init; }

    public required int Process { get; init; }

    /// <summary>When the process began, as the system tells it: process numbers come again.</summary>
    public required string ProcessStart { get; init; }

    /// <summary>What the holder is doing, for people.</summary>
    public required string Job { get; init; }

    public required DateTimeOffset Taken { get; init; }

    /// <summary>Tells this lock from any other.</summary>
    public required Guid Token { get; init; }

    /// <summary>Whether the holder is alive; null where that cannot be told from here.</summary>
    internal bool? IsOfLivingProcess => new ProcessMark(Host, Boot, PidNamespace, Process, ProcessStart).IsAlive;

    /// <summary>The holder in words.</summary>
    internal string Holder => string.Create(CultureInfo.InvariantCulture, $"process {Process} on {Host}, since {Taken.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    internal static RunLockContent Mine(string job)
    {
        ProcessMark mine = ProcessMark.Mine;
        return new()
        {
            Format = StoreFormat.Version, Host = mine.Host, Boot = mine.Boot, PidNamespace = mine.Namespace, Process = mine.Process,
            ProcessStart = mine.Start, Job = job, Taken = DateTimeOffset.UtcNow, Token = Guid.NewGuid(),
        };
    }

    /// <summary>What a text says; null where it says nothing readable.</summary>
    internal static RunLockContent? Parse(string text)
    {
        try
        {
            return ResultJson.Read<RunLockContent>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
