using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace NoisyRnn.Formats;

/// <summary>
/// The formats that people have and that are not read here, by their first bytes: each with what can be done. Every reader of
/// data asks here before it finds fault with bytes that were never meant for it.
/// </summary>
internal static class ForeignFormat
{
    /// <summary>The most bytes that are looked at.</summary>
    internal const int Length = 1024;

    /// <summary>What the reader of npz files reads.</summary>
    internal const string Npz = "an npz file";

    // Signatures up to this length may also begin a name in a text: PAR1, CDF0.
    private const int LongestWord = 6;

    private const string Unpack = "unpack it first";
    private const string SaveNpz = "numpy.savez('data.npz', x=..., y=...)";

    private static readonly ImmutableArray<(int At, byte[] Start, string What, string Advice)> Signatures =
    [
        (0, [0x93, .. "NUMPY"u8], "a single NumPy array (.npy)", $"save the arrays together, by name: {SaveNpz}"),
        (0, "MATLAB 7.3 MAT-file"u8.ToArray(), "a MATLAB file of version 7.3", $"in Python: m = h5py.File(...); {SaveNpz} of m['x'][:].T (MATLAB's axes come in reverse); or in MATLAB: writematrix"),
        (0, "MATLAB 5.0 MAT-file"u8.ToArray(), "a MATLAB file (.mat)", $"in Python: m = scipy.io.loadmat(...); {SaveNpz} of m['x']; or in MATLAB: writematrix"),
        .. new[] { 0, 512 }.Select(static at => (at, (byte[])[0x89, .. "HDF\r\n"u8, 0x1a, (byte)'\n'], "an HDF5 file (.h5, .hdf5; Keras; MATLAB 7.3)", $"in Python: h = h5py.File(...); {SaveNpz} of h['x'][:]")),
        (0, "CDF"u8.ToArray(), "a NetCDF file", $"in Python: xarray.open_dataset(...); {SaveNpz} of its values"),
        (0, "PAR1"u8.ToArray(), "a Parquet file", "in Python: pandas.read_parquet(...).to_csv('data.csv', index=False)"),
        (0, "ARROW1"u8.ToArray(), "a Feather (Arrow) file", "in Python: pandas.read_feather(...).to_csv('data.csv', index=False)"),
        (0, "FEA1"u8.ToArray(), "a Feather file", "in Python: pandas.read_feather(...).to_csv('data.csv', index=False)"),
        (0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "an old Excel workbook (.xls)", "save the sheet as CSV (UTF-8)"),
        (0, "SQLite format 3\0"u8.ToArray(), "an SQLite database", "in Python: pandas.read_sql(...).to_csv('data.csv', index=False)"),
        (0, "$FL2"u8.ToArray(), "an SPSS file (.sav)", "in Python: pandas.read_spss(...).to_csv('data.csv', index=False)"),
        (0, "<stata_dta>"u8.ToArray(), "a Stata file (.dta)", "in Python: pandas.read_stata(...).to_csv('data.csv', index=False)"),
        (0, "RDX"u8.ToArray(), "an R file (.RData)", "in R: write.csv(x, 'data.csv', row.names = FALSE)"),
        (0, "X\n\0\0\0"u8.ToArray(), "an R file (.rds)", "in R: write.csv(x, 'data.csv', row.names = FALSE)"),
        .. Enumerable.Range(1, 9).Select(static level => (0, Encoding.ASCII.GetBytes($"BZh{level}1AY&SY"), "packed by bzip2", Unpack)),
        (0, [0xfd, .. "7zXZ"u8, 0], "packed by xz", Unpack),
        (0, [0x28, 0xb5, 0x2f, 0xfd], "packed by zstd", Unpack),
        (0, [0x04, 0x22, 0x4d, 0x18], "packed by lz4", Unpack),
        (0, [0x1f, 0x8b], "packed by gzip (twice, or read from a pipe)", Unpack),
        (0, [0x1f, 0x9d], "packed by compress (.Z)", Unpack),
        (0, [.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive", Unpack),
        (0, "Rar!"u8.ToArray(), "a rar archive", Unpack),
        (257, "ustar"u8.ToArray(), "a tar archive", Unpack),
        .. new[] { "%PDF-1.", "%PDF-2." }.Select(static start => (0, Encoding.ASCII.GetBytes(start), "a PDF document", "ask its author for the numbers")),
        (0, [0x89, .. "PNG"u8], "a picture (PNG)", "needed are numbers"),
        (0, [0xff, 0xd8, 0xff], "a picture (JPEG)", "needed are numbers"),
        (0, "GIF8"u8.ToArray(), "a picture (GIF)", "needed are numbers"),
        (0, "version https://git-lfs"u8.ToArray(), "a Git LFS pointer, not the file itself", "fetch the file: git lfs pull"),
    ];

    /// <summary>What bytes are and what can be done, where they are of a known format that is not read: "an HDF5 file ...; in Python: ...".</summary>
    /// <param name="start">The first <see cref="Length"/> bytes, or all.</param>
    /// <param name="expected">What is read instead.</param>
    internal static string? Of(ReadOnlySpan<byte> start, string expected)
    {
        if (IsZip(start)) return Words("a zip archive", expected, Unpack);
        foreach ((int at, byte[] signature, string what, string advice) in Signatures)
        {
            if (start.Length >= at && start[at..].StartsWith(signature) && (!IsWord(signature) || !IsText(start))) return Words(what, expected, advice);
        }

        if (start is [0x80, >= 2 and <= 5, ..])
            return Words("a Python pickle (.pkl, or .pt of an old PyTorch)", expected, $"open it in Python, if you trust it, with pickle.load or torch.load; {SaveNpz}");
        if (start.Length > 9 && start[8] == '{' && start[5..8].IndexOfAnyExcept((byte)0) < 0)
            return Words("a safetensors file", expected, $"in Python: t = safetensors.numpy.load_file(...); {SaveNpz} of t['x']");
        if (start is [0, 0, 8, >= 1 and <= 4, ..])
            return Words("an IDX file, as those of MNIST", expected, "the task pixel-sequence reads the folder of the four files of MNIST");
        return OfMarkup(Encoding.Latin1.GetString(start).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t'), expected);
    }

    /// <summary>Refuses bytes of a known format that is not read.</summary>
    /// <param name="start">The first <see cref="Length"/> bytes, or more.</param>
    /// <param name="path">The file.</param>
    /// <param name="expected">What is read instead: "a CSV file".</param>
    /// <exception cref="InputException">They are such.</exception>
    internal static void Refuse(ReadOnlySpan<byte> start, string path, string expected)
    {
        if (Of(start[..Math.Min(start.Length, Length)], expected) is { } words) throw new InputException($"{path}: {words}");
    }

    /// <summary>Refuses a file of a known format that is not read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What is read instead: "a CSV file".</param>
    /// <exception cref="InputException">It is such, or cannot be read.</exception>
    internal static void Refuse(string path, string expected)
    {
        using Stream stream = InputFile.OpenUnpacked(path);
        byte[] start = PromisedBytes.Read(stream, Length);
        if (IsZip(start) && stream.CanSeek && OfZip(stream, expected) is { } words) throw new InputException($"{path}: {words}");
        Refuse(start, path, expected);
    }

    /// <summary>Whether bytes begin as those of a zip file, empty ones included.</summary>
    internal static bool IsZip(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..];

    /// <summary>What a zip file is and what can be done.</summary>
    /// <param name="names">The files in it.</param>
    /// <param name="expected">What is read instead.</param>
    internal static string OfZip(IReadOnlyCollection<string> names, string expected)
    {
        if (names.Any(static n => n.EndsWith(".npy", StringComparison.Ordinal))) return Words("an npz file", expected, "the task labelled-sequences reads it");
        if (names.Any(static n => n.StartsWith("xl/", StringComparison.Ordinal))) return Words("an Excel workbook (.xlsx)", expected, "save the sheet as CSV (UTF-8)");
        if (names.Any(static n => n.EndsWith("/data.pkl", StringComparison.Ordinal) || n == "data.pkl"))
            return Words("a PyTorch file (.pt, .pth)", expected, $"in Python: t = torch.load(..., weights_only=True); {SaveNpz} of t['x'].numpy()");
        if (names.Contains("model.weights.h5")) return Words("a Keras model (.keras)", expected, "needed are data");
        if (names.Any(static n => n.StartsWith("word/", StringComparison.Ordinal))) return Words("a Word document", expected, "save its table as CSV (UTF-8)");
        if (names.Contains("content.xml")) return Words("an OpenDocument file (.ods)", expected, "save the sheet as CSV (UTF-8)");
        string shown = names.Count == 0 ? "it is empty" : $"it holds {string.Join(", ", names.Take(5).Select(ShownText.Of))}{(names.Count > 5 ? ", ..." : "")}";
        return Words($"a zip archive ({shown})", expected, expected == Npz ? $"{Unpack}; an npz file is what numpy.savez writes" : Unpack);
    }

    private static string? OfZip(Stream stream, string expected)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return OfZip([.. zip.Entries.Select(static e => e.FullName)], expected);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? OfMarkup(string text, string expected)
    {
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return Words("a web page (HTML)", expected, "perhaps the page about the file was saved in its place: fetch the file itself");
        if (text.StartsWith("<?xml", StringComparison.Ordinal)) return Words("an XML file", expected, "write its numbers as CSV");
        if (IsJson(text)) return Words("a JSON file", expected, "in Python: pandas.read_json(...).to_csv('data.csv', index=False)");
        return null;
    }

    private static bool IsWord(ReadOnlySpan<byte> signature) => signature.Length <= LongestWord && !signature.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    // Bytes that no text holds, of those that are looked at.
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (byte b in start)
        {
            if (b < ' ' && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f')) return false;
        }

        return true;
    }

    // An object or an array, or one a line, that may be cut off; no line of fields such as [0],[1].
    private static bool IsJson(string text)
    {
        if (text is not ['{' or '[', ..]) return false;
        byte[] bytes = Encoding.Latin1.GetBytes(text.Replace("NaN", "0", StringComparison.Ordinal).Replace("Infinity", "0", StringComparison.Ordinal));
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
        int end = 0;
        try
        {
            while (reader.Read())
            {
                bool isOuter = reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject);
                if (isOuter && end > 0 && !bytes.AsSpan(end..(int)reader.TokenStartIndex).Contains((byte)'\n')) return false;
                end = (int)reader.BytesConsumed;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Words(string what, string expected, string advice) => $"{what}, not {expected}: {advice}";
}
