using System.Collections.Immutable;
using System.Text;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// What the files of results hold, by run and stage. Bodies stay on disk until asked for. A corrupt line counts as missing,
/// and so does a last line without its end; both are told in <see cref="Warnings"/>, nothing is ever deleted. Of several
/// results of one run and stage the first is taken (files in ordinal order); the others must agree with it.
/// </summary>
public sealed class ResultIndex
{
    // Others that merge files while they are read do so now and then, not for ever.
    private const int MostMerges = 5;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly SortedDictionary<string, LineFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(StageHash, string), StoredResult> _results = [];
    private readonly List<string> _warnings = [];
    private readonly byte[] _end = Encoding.UTF8.GetBytes(StoreFormat.Header(StoreFormat.End));
    private readonly OpenResultFile _open = new();
    private bool _hasHeader;

    private readonly IReadOnlySet<StageHash>? _only;

    // Where only some results are asked for, the lines of others are passed over unread: each of many small jobs has few of its own.
    internal ResultIndex(string folder, IReadOnlySet<StageHash>? only = null) => (_folder, _only) = (folder, only);

    /// <summary>Every result, in no particular order.</summary>
    public ImmutableArray<StoredResult> All
    {
        get
        {
            lock (_gate) return [.. _results.Values];
        }
    }

    /// <summary>What is wrong with the files, a line each: corrupt lines, results that disagree, torn last lines.</summary>
    public ImmutableArray<string> Warnings
    {
        get
        {
            lock (_gate)
            {
                IEnumerable<string> torn = _files.Values.Where(f => f.Tail.Length > 0).Select(f =>
                    $"{f.Path}:{f.Lines + 1}: the last line is not whole (a writer was stopped, or writes just now); it counts as missing");
                return [.. _warnings, .. torn];
            }
        }
    }

    /// <summary>Whether the folder holds anything that a store wrote.</summary>
    internal bool IsOfStore
    {
        get
        {
            lock (_gate) return _hasHeader || _results.Count > 0;
        }
    }

    /// <summary>Whether the file that was read last stays open, for who reads very many results one after the other. Else nothing of the folder is held.</summary>
    internal bool KeepsOpen
    {
        get
        {
            lock (_gate) return _open.IsKept;
        }

        set
        {
            lock (_gate) _open.IsKept = value;
        }
    }

    /// <summary>Whether there is a result.</summary>
    /// <param name="run">The run's hash.</param>
    /// <param name="stage">The stage.</param>
    public bool Has(StageHash run, string stage)
    {
        lock (_gate) return _results.ContainsKey((run, stage));
    }

    /// <summary>The body of a result as JSON, or null where there is none.</summary>
    /// <param name="run">The run's hash.</param>
    /// <param name="stage">The stage.</param>
    /// <exception cref="InputException">The file cannot be read any more.</exception>
    public string? Body(StageHash run, string stage)
    {
        lock (_gate)
        {
            if (_results.GetValueOrDefault((run, stage)) is not { } result) return null;
            // Another process may have merged files since.
            if (!_open.Is(result.File) && !File.Exists(result.File))
            {
                Refresh();
                if (_results.GetValueOrDefault((run, stage)) is not { } moved) return null;
                result = moved;
            }

            return Encoding.UTF8.GetString(_open.Read(result));
        }
    }

    /// <summary>The body of a result as a record, or null where there is none.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="run">The run's hash.</param>
    /// <param name="stage">The stage.</param>
    /// <exception cref="InputException">The file cannot be read any more, or holds another record.</exception>
    public T? Get<T>(StageHash run, string stage)
        where T : class => (T?)Get(run, stage, typeof(T));

    /// <summary>The body of a result as a record, or null where there is none.</summary>
    /// <param name="run">The run's hash.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="type">The record's type.</param>
    /// <exception cref="InputException">The file cannot be read any more, or holds another record.</exception>
    public object? Get(StageHash run, string stage, Type type)
    {
        try
        {
            return Body(run, stage) is { } body ? ResultJson.Read(body, type) : null;
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new InputException($"{_folder}: result '{stage}' of run {run.Short} is no {type.Name}: {e.Message}", e);
        }
    }

    /// <summary>Looks for what other workers have written since. A file whose end was read is not opened again.</summary>
    /// <exception cref="InputException">A file cannot be read or is of another format.</exception>
    public void Refresh()
    {
        lock (_gate)
        {
            if (!Directory.Exists(_folder)) return;
            List<(StageHash, string)> lost = [];
            for (int again = 0; !TryRefresh(lost) && again < MostMerges; again++)
            {
            }

            // What was merged has been found by now. Else someone deleted a file, and another one that was read may hold the same.
            if (lost.TrueForAll(_results.ContainsKey)) return;
            Forget(static _ => true);
            TryRefresh(lost);
        }
    }

    /// <summary>The files that are whole, and read to their end, with their lengths.</summary>
    internal ImmutableArray<(string Path, long Length)> Ended
    {
        get
        {
            lock (_gate) return [.. _files.Values.Where(static file => file is { IsEnded: true, IsDamaged: false }).Select(static file => (file.Path, file.Position))];
        }
    }

    // False where a file went meanwhile: another process has merged some, and what they held stands in a new one.
    private bool TryRefresh(List<(StageHash, string)> lost)
    {
        HashSet<string> there = [.. Directory.EnumerateFiles(_folder, "*.jsonl")];
        lost.AddRange(Forget(path => !there.Contains(path)));
        foreach (string path in there) _files.TryAdd(path, new LineFile(path));
        foreach (LineFile file in _files.Values.Where(static file => !file.IsEnded))
        {
            try
            {
                file.ReadOn((offset, line) => Take(file, offset, line.Span));
            }
            catch (InputException) when (!File.Exists(file.Path))
            {
                return false;
            }
        }

        return true;
    }

    private List<(StageHash, string)> Forget(Predicate<string> which)
    {
        HashSet<string> files = [.. _files.Keys.Where(path => which(path))];
        if (files.Count == 0) return [];
        foreach (string path in files) _files.Remove(path);
        _warnings.RemoveAll(warning => files.Any(path => warning.StartsWith($"{path}:", StringComparison.Ordinal)));
        List<(StageHash, string)> results = [.. _results.Where(each => files.Contains(each.Value.File)).Select(static each => each.Key)];
        foreach (var key in results) _results.Remove(key);
        return results;
    }

    /// <summary>Takes in at once what a worker of this process has written; the next refresh sees the line again and finds it the same.</summary>
    internal void Add(StoredResult result)
    {
        lock (_gate) Keep(result);
    }

    private void Take(LineFile file, long offset, ReadOnlySpan<byte> line)
    {
        string header = "";
        if (file.Lines == 1 && StoreFormat.IsHeader(line, StoreFormat.Results, file.Path, out header))
        {
            _hasHeader = true;
            return;
        }

        if (line.SequenceEqual(_end))
        {
            file.IsEnded = true;
            return;
        }

        if (_only is not null && ResultLine.RunOf(line) is { } other && !_only.Contains(other)) return;
        // Each line vouches for itself, also below a first line that is damaged.
        if (ResultLine.Read(line, file.Path, file.Lines, offset, out string problem) is { } result) Keep(result);
        else Damaged(file, file.Lines == 1 ? $"{header}; the lines below that are whole are read" : $"{file.Path}:{file.Lines}: {problem}; the line counts as missing");
    }

    private void Damaged(LineFile file, string warning)
    {
        file.IsDamaged = true;
        _warnings.Add(warning);
    }

    private void Keep(StoredResult result)
    {
        if (_results.TryAdd((result.Run, result.Stage), result)) return;
        StoredResult first = _results[(result.Run, result.Stage)];
        string warning = $"{result.File}:{result.Line}: '{result.Stage}' of run {result.Run.Short} differs from {first.File}:{first.Line}, which is kept";
        // What a worker of this process has written comes by twice: when it is written, and at the next refresh.
        if (first.Checksum != result.Checksum && !_warnings.Contains(warning)) _warnings.Add(warning);
    }
}
