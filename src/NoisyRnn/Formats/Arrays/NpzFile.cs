using System.Collections.Immutable;
using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>
/// The arrays that numpy.savez or numpy.savez_compressed wrote: a zip file of npy files. Only what is asked for is read and
/// only that can be at fault; checksums are compared.
/// </summary>
public sealed class NpzFile : IDisposable
{
    private const string Extension = ".npy";
    private const int MostShown = 20;
    private readonly ZipArchive _zip;
    private readonly ILookup<string, ZipArchiveEntry> _entries;
    private readonly Dictionary<string, NpyObjects> _objects = new(StringComparer.Ordinal);

    private NpzFile(string file, ZipArchive zip)
    {
        (File, _zip) = (file, zip);
        _entries = zip.Entries.Where(static e => IsArray(e.FullName)).ToLookup(static e => e.FullName[..^Extension.Length], StringComparer.Ordinal);
        Names = [.. _entries.Select(static e => e.Key)];
    }

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>The names of the arrays, as in numpy.savez(file, name=...), in the order of the file.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Opens a file and reads which arrays it holds.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read, is no zip file of npy files, or is cut off or damaged.</exception>
    public static NpzFile Open(string path)
    {
        Stream content = Content(path);
        try
        {
            Span<byte> start = stackalloc byte[ForeignFormat.Length];
            int length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            content.Position = 0;
            if (!ForeignFormat.IsZip(start[..length])) ForeignFormat.Refuse(start[..length], path, ForeignFormat.Npz);
            var npz = new NpzFile(path, new ZipArchive(content, ZipArchiveMode.Read));
            if (npz.Names.IsEmpty) throw new InputException($"{path}: {ForeignFormat.OfZip([.. npz._zip.Entries.Select(static e => e.FullName)], ForeignFormat.Npz)}");
            return npz;
        }
        catch (Exception e)
        {
            content.Dispose();
            if (IsDamage(e)) throw new InputException($"{path}: not a whole npz (zip) file: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Element type and shape of an array, from its header; null where there is none of the name.</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">Two arrays have the name, or it is no npy file.</exception>
    public NpyHeader? Header(string name) => Read(name, static (_, header, _) => header);

    /// <summary>How an array is read; null where there is none of the name. Objects are looked into: object arrays of text are
    /// text, those of numbers are numbers.</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">Two arrays have the name, it is no npy file, or it holds Python objects that are not read.</exception>
    public NpyKind? Kind(string name) => Header(name) is { Kind: NpyKind.Objects } ? Objects(name).Kind : Header(name)?.Kind;

    /// <summary>An array of numbers; null where there is none of the name.</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">It is not of numbers, or damaged. File, array, what was found and what is allowed are named.</exception>
    public NpyArray? Find(string name) => Kind(name) switch
    {
        null => null,
        NpyKind.Numbers when Header(name)!.Kind == NpyKind.Objects => Objects(name).Numbers,
        NpyKind.Numbers => Read(name, (stream, header, where) => NpyFormat.Numbers(header.Element, header.IsFortran, header.Shape, Data(stream, header, where))),
        var kind => throw Unfit(name, kind.Value, "numbers"),
    };

    /// <summary>An array of text; null where there is none of the name.</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">It is not of text, or damaged. File, array, what was found and what is allowed are named.</exception>
    public NpyText? FindText(string name) => Kind(name) switch
    {
        null => null,
        NpyKind.Text when Header(name)!.Kind == NpyKind.Objects => Objects(name).Text,
        NpyKind.Text => Read(name, (stream, header, where) => NpyFormat.Text(header.Element, header.IsFortran, header.Shape, Data(stream, header, where), where)),
        var kind => throw Unfit(name, kind.Value, "text"),
    };

    /// <summary>An array of objects that are arrays or lists of numbers, such as trials of different lengths; null where there
    /// is none of the name.</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">It is not of such objects, or damaged. File, array, what was found and what is allowed are named.</exception>
    public ImmutableArray<NpyArray>? FindRagged(string name) => Kind(name) switch
    {
        null => null,
        NpyKind.Objects => Objects(name).Arrays,
        var kind => throw Unfit(name, kind.Value, "arrays of numbers"),
    };

    /// <summary>Closes the file.</summary>
    public void Dispose() => _zip.Dispose();

    /// <summary>"x float32 [40, 10], y int64 [40]".</summary>
    public override string ToString() =>
        string.Join(", ", Names.Take(MostShown).Select(Described)) + (Names.Length > MostShown ? $" and {Names.Length - MostShown} more" : "");

    // A MemoryStream of what gzip packed: the zip's directory stands at its end.
    private static Stream Content(string path)
    {
        Stream content = InputFile.OpenUnpacked(path);
        if (content.CanSeek) return content;
        using (content) return new MemoryStream(PromisedBytes.Read(content, PromisedBytes.Maximum), writable: false);
    }

    private static bool IsArray(string name) => name.EndsWith(Extension, StringComparison.Ordinal);

    private static bool IsDamage(Exception e) =>
        e is InvalidDataException or ArgumentException or NotSupportedException or OverflowException or IndexOutOfRangeException or IOException;

    private string Described(string name)
    {
        try
        {
            return $"{ShownText.Of(name)} {Header(name)}";
        }
        catch (InputException)
        {
            return $"{ShownText.Of(name)} (not readable)";
        }
    }

    private NpyObjects Objects(string name)
    {
        if (_objects.TryGetValue(name, out NpyObjects? known)) return known;
        NpyObjects objects = Read(name, (stream, header, where) => NpyObjects.Of(Data(stream, header, where), header.Shape, where))!;
        _objects.Add(name, objects);
        return objects;
    }

    private T? Read<T>(string name, Func<(Stream Stream, ZipArchiveEntry Entry), NpyHeader, string, T> read)
        where T : class
    {
        if (_entries[name].FirstOrDefault() is not { } entry) return null;
        string where = $"{File}: array '{ShownText.Of(name)}'";
        if (_entries[name].Skip(1).Any()) throw new InputException($"{File}: two arrays have the name '{ShownText.Of(name)}'");
        if (entry.IsEncrypted) throw new InputException($"{where}: encrypted; write the file without a password");
        try
        {
            using Stream stream = entry.Open();
            return read((stream, entry), NpyHeader.Read(stream, where), where);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InputException($"{where}: damaged: {e.Message}", e);
        }
    }

    // The bytes behind the header, all of them, and none that the zip file does not vouch for.
    private static byte[] Data((Stream Stream, ZipArchiveEntry Entry) packed, NpyHeader header, string where)
    {
        long length = packed.Entry.Length - header.Bytes.Length;
        if (header.Kind != NpyKind.Objects)
        {
            string words = $"[{ScalarText.List(header.Shape)}] elements of {header.Element.Size} bytes";
            if (PromisedBytes.Count(header.Shape.AsSpan(), header.Element.Size) is not { } expected)
                throw new InputException($"{where}: its header promises {words}; at most {PromisedBytes.Maximum:N0} bytes are read");
            if (expected != length)
                throw new InputException($"{where}: its header promises {words}, {expected:N0} bytes in all; found are {length:N0}");
        }

        if (length > PromisedBytes.Maximum)
            throw new InputException($"{where}: {length:N0} bytes; at most {PromisedBytes.Maximum:N0} are read");
        byte[] bytes = PromisedBytes.Read(packed.Stream, (int)Math.Max(0, length));
        return bytes.Length == length && packed.Stream.ReadByte() < 0 && Crc32.Of(bytes, Crc32.Of(header.Bytes)) == packed.Entry.Crc32
            ? bytes
            : throw new InputException($"{where}: damaged: its length or checksum is not the one in the zip file");
    }

    private InputException Unfit(string name, NpyKind kind, string allowed) => new($"{File}: array '{ShownText.Of(name)}': " + kind switch
    {
        NpyKind.Other => Header(name)!.Element.Advice,
        _ => $"{Header(name)}; allowed are {allowed}",
    });
}
