using System.Text.Json;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Executors;

/// <summary>What an element of a job array says of itself, when it begins and when it ends: one that ended without a word was killed.</summary>
public sealed record ElementRecord
{
    /// <summary>The format of this file.</summary>
    public int Format { get; init; } = StoreFormat.Version;

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary>How often the element has begun.</summary>
    public required int Starts { get; init; }

    /// <summary>How many of the last starts found nothing new done since the one before.</summary>
    public required int Idle { get; init; }

    /// <summary>How many of its starts ended with runs that failed.</summary>
    public int Failures { get; init; }

    /// <summary>How far the runs were when it began: changes with every result and every checkpoint.</summary>
    public required string Reached { get; init; }

    /// <summary>When it began last (UTC).</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When it ended (UTC); null as long as it has not said so.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What it is: done, failed, stopped, or back in the queue; null as long as it has not ended.</summary>
    public string? Outcome { get; init; }

    internal static ElementRecord? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? ResultJson.Read<ElementRecord>(File.ReadAllText(path)) : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal void Write(string path) => AtomicFile.Write(path, ResultJson.Write(this));
}
