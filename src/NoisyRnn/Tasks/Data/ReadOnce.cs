namespace NoisyRnn.Tasks;

/// <summary>
/// Files read once for all runs of a grid: as long as anyone holds what was read, and the file has not changed, it is not
/// read again.
/// </summary>
/// <typeparam name="T">What is read.</typeparam>
internal sealed class ReadOnce<T>(Func<string, T> read)
    where T : class
{
    private readonly Dictionary<string, (long Length, DateTime Written, WeakReference<T> Content)> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The content of a file, shared.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Formats.InputException">As the reader has it.</exception>
    public T Read(string path)
    {
        var file = new FileInfo(path);
        var (length, written) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
        lock (_lock)
        {
            if (_known.TryGetValue(file.FullName, out var known) && known.Length == length && known.Written == written
                && known.Content.TryGetTarget(out var content))
                return content;
            content = read(path);
            _known[file.FullName] = (length, written, new WeakReference<T>(content));
            return content;
        }
    }
}
