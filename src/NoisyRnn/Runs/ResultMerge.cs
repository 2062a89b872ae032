using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// Makes few files of results of many: a sweep of small jobs leaves a file a job, and each that is read costs a look at the disk. Lines are taken over as they
/// are, and a file goes only when what it held stands, flushed, in another one. Files of like size go together, so that none is copied often.
/// </summary>
internal static class ResultMerge
{
    /// <summary>So many files of like size become one.</summary>
    internal const int Least = 32;

    // Files below the first size are alike; then each kind is so many times as large.
    private const int FirstSize = 1 << 14;

    /// <summary>Whether there is anything to merge.</summary>
    /// <param name="ended">Files that are whole and ended, with their lengths.</param>
    internal static bool IsWorthwhile(ImmutableArray<(string Path, long Length)> ended) => ended.Length >= Least && Groups(ended).Any();

    /// <summary>Merges, while no one else does.</summary>
    /// <param name="folder">The folder of results.</param>
    /// <param name="ended">Files that are whole and ended, with their lengths.</param>
    /// <exception cref="InputException">A file cannot be read or written; none is deleted whose lines are not in another.</exception>
    internal static void Merge(string folder, ImmutableArray<(string Path, long Length)> ended)
    {
        foreach (string[] files in Groups(ended))
        {
            string merged = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"merged-{DateTime.UtcNow:yyyyMMdd'T'HHmmss}-{Guid.NewGuid().ToString("N")[..8]}.jsonl"));
            var damaged = new HashSet<string>();
            AtomicFile.Write(merged, stream => Copy(files, stream, damaged));
            foreach (string file in files.Where(file => !damaged.Contains(file))) File.Delete(file);
        }
    }

    private static IEnumerable<string[]> Groups(ImmutableArray<(string Path, long Length)> ended) =>
        ended.GroupBy(static file => Kind(file.Length)).Where(static kind => kind.Count() >= Least)
            .Select(static kind => kind.Select(static file => file.Path).Order(StringComparer.Ordinal).ToArray());

    private static int Kind(long length)
    {
        var kind = 0;
        for (long size = FirstSize; length >= size; size *= Least) kind++;
        return kind;
    }

    private static void Copy(string[] files, Stream to, HashSet<string> damaged)
    {
        var known = new HashSet<(StageHash, string, string)>();
        byte[] first = Line(StoreFormat.Results), last = Line(StoreFormat.End);
        Write(first);
        foreach (string path in files)
        {
            var file = new LineFile(path);
            file.ReadOn((offset, line) =>
            {
                if (line.Span.SequenceEqual(first) || line.Span.SequenceEqual(last)) return;
                // It was whole when it was read for the index; what a disk has done to it since is not taken over.
                if (ResultLine.Read(line.Span, path, file.Lines, offset, out _) is not { } result) damaged.Add(path);
                else if (known.Add((result.Run, result.Stage, result.Checksum)))
                {
                    Write(line.Span);
                }
            });
        }

        Write(last);

        void Write(ReadOnlySpan<byte> line)
        {
            to.Write(line);
            to.WriteByte((byte)'\n');
        }

        static byte[] Line(string kind) => Encoding.UTF8.GetBytes(StoreFormat.Header(kind));
    }
}
