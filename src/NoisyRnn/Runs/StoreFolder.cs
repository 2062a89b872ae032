using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>A folder as the place of a store: whether it is one, how it becomes one, and how one that nobody used goes away again.</summary>
internal static class StoreFolder
{
    /// <summary>Whether a folder is a store; one that lost its manifest is known by its results.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">Results cannot be read.</exception>
    internal static bool IsStore(string directory) => File.Exists(ManifestOf(directory)) || HoldsResults(directory);

    /// <summary>Makes a store of an absent or empty folder, and a new manifest for one that lost it.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">The folder cannot be written, or holds other things.</exception>
    internal static void Make(string directory)
    {
        string manifest = ManifestOf(directory);
        try
        {
            if (File.Exists(directory)) throw new InputException($"{directory}: is a file; a folder is needed");
            // In this order: another process may be making the store, and the manifest is what it makes first.
            if (Directory.Exists(directory) && Strange(directory) is { } other && !File.Exists(manifest) && !HoldsResults(directory))
            {
                throw new InputException(
                    $"{directory}: is no store (no {RunStore.ManifestName}) but not empty either ({Path.GetFileName(other)}); name a new or an empty folder");
            }

            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{directory}: cannot be written: {e.Message}", e);
        }

        if (File.Exists(manifest)) return;
        using FileStream gate = StoreGate.Enter(directory);
        if (!File.Exists(manifest)) AtomicFile.Write(manifest, StoreFormat.Header(StoreFormat.Manifest) + "\n");
    }

    /// <summary>Removes a store in which nothing was noted, as when the work that it was made for was refused; any other stays.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="isOwn">Whether the folder, too, was made for it.</param>
    internal static void DeleteUnused(string directory, bool isOwn)
    {
        string manifest = ManifestOf(directory);
        try
        {
            if (!File.Exists(manifest) || Strange(directory) is not null) return;
            using (StoreGate.Enter(directory))
            {
                // Others may have begun meanwhile.
                if (Strange(directory) is not null || !RunStore.OpenExisting(directory).Manifest.IsEmpty) return;
                File.Delete(manifest);
            }

            File.Delete(Path.Combine(directory, StoreGate.Name));
            if (isOwn) Directory.Delete(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            // An empty store is in nobody's way.
        }
    }

    private static string ManifestOf(string directory) => Path.Combine(directory, RunStore.ManifestName);

    private static bool HoldsResults(string directory)
    {
        var results = new ResultIndex(RunStore.ResultsOf(directory));
        results.Refresh();
        return results.IsOfStore;
    }

    private static string? Strange(string directory) =>
        Directory.EnumerateFileSystemEntries(directory)
            .FirstOrDefault(p => Path.GetFileName(p) is var name && name != StoreGate.Name && !name.StartsWith(RunStore.ManifestName, StringComparison.Ordinal));
}
