using System.Collections.Immutable;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>The runs of a store that failed when they were last tried, a file each: whoever looks at the folder later can tell them from those that nobody began. A note that cannot be read or written costs no run.</summary>
/// <param name="folder">The folder of the notes.</param>
public sealed class FailureNotes(string folder)
{
    /// <summary>All notes.</summary>
    public ImmutableArray<RunFailure> All => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<RunFailure>()] : [];

    /// <summary>The note of a run; null where there is none.</summary>
    /// <param name="run">The run's hash.</param>
    public RunFailure? Of(StageHash run) => Read(PathOf(run));

    /// <summary>Notes that a run failed, once more.</summary>
    /// <param name="run">The run's hash.</param>
    /// <param name="message">Why.</param>
    internal void Add(StageHash run, string message)
    {
        try
        {
            AtomicFile.Write(PathOf(run), ResultJson.Write(new RunFailure(run, message, Environment.MachineName, (Of(run)?.Tries ?? 0) + 1, DateTimeOffset.UtcNow)));
        }
        catch (InputException)
        {
            // On a full disk it is said in the log alone.
        }
    }

    /// <summary>Takes the note of a run back: it is done.</summary>
    /// <param name="run">The run's hash.</param>
    internal void Remove(StageHash run)
    {
        try
        {
            if (Directory.Exists(folder)) File.Delete(PathOf(run));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A run that is done counts as done, whatever its note says.
        }
    }

    private static RunFailure? Read(string path)
    {
        try
        {
            return File.Exists(path) ? ResultJson.Read<RunFailure>(File.ReadAllText(path)) : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(StageHash run) => Path.Combine(folder, $"{run}.json");
}
