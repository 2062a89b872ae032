using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>Who worked on a store, on what and when: a file a process.</summary>
public sealed class ProvenanceFolder
{
    private readonly Lock _gate = new();
    private readonly List<string> _warnings = [];
    private readonly string _folder;

    internal ProvenanceFolder(string store) => _folder = Path.Combine(store, "provenance");

    /// <summary>Files that could not be read, in words.</summary>
    internal ImmutableArray<string> Warnings
    {
        get
        {
            lock (_gate) return [.. _warnings];
        }
    }

    /// <summary>The folders that experiments of a store started from, the latest first; what cannot be read is passed over.</summary>
    internal IEnumerable<string> ExperimentFolders => Files.Reverse().Select(static path =>
    {
        try
        {
            return Provenance.Read(path).Folder;
        }
        catch (InputException)
        {
            return null;
        }
    }).OfType<string>();

    private IEnumerable<string> Files => Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.json").Order(StringComparer.Ordinal) : [];

    /// <summary>Notes a process.</summary>
    /// <param name="provenance">The provenance of this process.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Add(Provenance provenance) => AtomicFile.Write(
        Path.Combine(_folder, $"{provenance.Started:yyyyMMdd'T'HHmmssfff}-{Environment.ProcessId}.json"), ResultJson.Write(provenance));

    /// <summary>Everyone, the first first; a file that cannot be read is told in the store's warnings.</summary>
    public ImmutableArray<Provenance> Read() => [.. Files.Select(TryRead).OfType<Provenance>()];

    private Provenance? TryRead(string path)
    {
        try
        {
            return Provenance.Read(path);
        }
        catch (InputException damaged)
        {
            lock (_gate)
            {
                if (!_warnings.Contains(damaged.Message)) _warnings.Add(damaged.Message);
            }

            return null;
        }
    }
}
