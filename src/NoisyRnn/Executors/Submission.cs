using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Executors;

/// <summary>
/// A job array that was handed to Slurm, with all that belongs to it in a folder of its own, <c>DIR/slurm/1</c>, <c>2</c>, ...:
/// this record, the script, the chunks, and for each element its record and its log.
/// </summary>
public sealed record Submission
{
    private const string RecordName = "submission.json";
    private const string Room = "slurm";

    /// <summary>The format of this file.</summary>
    public int Format { get; init; } = StoreFormat.Version;

    /// <summary>The name of the job: no other has it, so that a job can be found of which nothing else was noted.</summary>
    public required string JobName { get; init; }

    /// <summary>The number that Slurm gave the job; null as long as it has not said.</summary>
    public string? Job { get; init; }

    /// <summary>The job that writes the report when the array is done; null where there is none.</summary>
    public string? ReportJob { get; init; }

    /// <summary>Elements of the array.</summary>
    public required int Elements { get; init; }

    /// <summary>Runs in all of them.</summary>
    public required int Runs { get; init; }

    /// <summary>What was asked of Slurm.</summary>
    public required SlurmOptions Options { get; init; }

    /// <summary>The version of the program that submitted.</summary>
    public required string Version { get; init; }

    /// <summary>Who submitted.</summary>
    public required string User { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The folder.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>Runs and elements in words.</summary>
    internal string Size => $"{Runs} {(Runs == 1 ? "run" : "runs")} in {Elements} {(Elements == 1 ? "element" : "elements")}";

    /// <summary>The job array's script.</summary>
    internal string ScriptPath => Path.Combine(Folder, "job.sh");

    /// <summary>The script that writes the report.</summary>
    internal string ReportScriptPath => Path.Combine(Folder, "report.sh");

    /// <summary>The folder of the logs, one an element.</summary>
    internal string Logs => Path.Combine(Folder, "logs");

    /// <summary>The chunk of an element.</summary>
    internal string ChunkPath(int element) => Path.Combine(Folder, "chunks", Text(element) + ".tsv");

    /// <summary>What an element says of itself.</summary>
    internal string ElementPath(int element) => Path.Combine(Folder, "elements", Text(element) + ".json");

    /// <summary>The elements that have begun.</summary>
    internal IEnumerable<int> Begun => Directory.Exists(Path.Combine(Folder, "elements"))
        ? Directory.EnumerateFiles(Path.Combine(Folder, "elements"), "*.json").Select(static file => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).Where(static number => number >= 0).Order()
        : [];

    /// <summary>The log of an element.</summary>
    internal string LogPath(int element) => Path.Combine(Logs, Text(element) + ".log");

    /// <summary>The folder of runs that a submission's folder lies in.</summary>
    internal string Store => Path.GetDirectoryName(Path.GetDirectoryName(Folder))!;

    /// <summary>The submissions of a folder of runs, the latest first.</summary>
    /// <param name="store">The folder of runs.</param>
    /// <exception cref="InputException">A record cannot be read.</exception>
    public static ImmutableArray<Submission> In(string store) => [.. Numbers(store).OrderDescending().Select(number => FolderOf(store, number)).Where(static folder => File.Exists(Path.Combine(folder, RecordName))).Select(Read)];

    /// <summary>Reads the record of a submission's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">There is none, or it cannot be read.</exception>
    public static Submission Read(string folder)
    {
        var path = Path.Combine(folder, RecordName);
        try
        {
            var record = ResultJson.Read<Submission>(InputFile.Decode(InputFile.ReadBytes(path, YamlTree.MaximumBytes), path));
            return record.Format == StoreFormat.Version
                ? record with { Folder = Path.GetFullPath(folder) }
                : throw new InputException($"{path}: found format {record.Format}; expected format {StoreFormat.Version}");
        }
        catch (JsonException error)
        {
            throw new InputException($"{path}: is no record of a submission: {error.Message}", error);
        }
    }

    /// <summary>Takes the next free folder; of several that want one at a time each gets its own.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    internal Submission Claim(string store)
    {
        for (var number = Numbers(store).Append(0).Max() + 1; ; number++)
        {
            var mine = this with { Folder = Path.GetFullPath(FolderOf(store, number)) };
            if (AtomicFile.TryCreate(Path.Combine(mine.Folder, RecordName), ResultJson.Write(mine)))
                return mine;
        }
    }

    /// <summary>Writes the record again.</summary>
    internal Submission Save()
    {
        AtomicFile.Write(Path.Combine(Folder, RecordName), ResultJson.Write(this));
        return this;
    }

    /// <summary>Removes all of it, as if it had never been.</summary>
    internal void Delete()
    {
        Directory.Delete(Folder, recursive: true);
        try
        {
            Directory.Delete(Path.GetDirectoryName(Folder)!);
        }
        catch (IOException)
        {
            // Another submission is there.
        }
    }

    private static string FolderOf(string store, int number) => Path.Combine(store, Room, Text(number));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<int> Numbers(string store)
    {
        var folder = new DirectoryInfo(Path.Combine(store, Room));
        return folder.Exists
            ? folder.GetDirectories().Select(static each => int.TryParse(each.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(static number => number > 0)
            : [];
    }
}
