using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NoisyRnn.Formats;

/// <summary>
/// The safetensors format: 8 bytes length of the header, the header as JSON (name to dtype, shape and data offsets, and
/// string metadata), the arrays. What a file's header promises is checked against the file before anything is allocated.
/// The metadata 'sha256' is that of the whole file, its own 64 digits taken as zeros: what was damaged or altered after it was
/// written is refused. Files without it are read, and say so.
/// </summary>
public sealed class Safetensors
{
    private const string MetadataKey = "__metadata__";
    private const string ChecksumKey = "sha256";
    private const int LongestHeader = 16 << 20;
    private static readonly long LongestFile = Array.MaxLength;
    private static readonly string NoChecksum = new('0', 64);

    private Safetensors(ImmutableArray<Tensor> tensors, ImmutableDictionary<string, string> metadata) =>
        (Tensors, Metadata) = (tensors, metadata);

    /// <summary>The arrays, in the order of their data.</summary>
    public ImmutableArray<Tensor> Tensors { get; }

    /// <summary>The metadata, without the checksum.</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <summary>Whether the file carried a checksum, which then fits: files of older versions carry none.</summary>
    public bool IsChecked { get; private init; }

    /// <summary>An array by name; null where there is none.</summary>
    public Tensor? Find(string name) => Tensors.FirstOrDefault(t => t.Name == name);

    /// <summary>Whether a file begins as safetensors do: with the length of a header in JSON.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static bool Begins(string path)
    {
        using var stream = InputFile.Open(path);
        Span<byte> start = stackalloc byte[9];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[8] == '{' && start[5..8].IndexOfAnyExcept((byte)0) < 0;
    }

    /// <summary>Writes a file, the same bytes for the same content, under a temporary name first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The arrays; names must differ.</param>
    /// <param name="metadata">Metadata.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<Tensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var sorted = tensors.OrderBy(static t => t.Name, StringComparer.Ordinal).ToArray();
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in metadata.Where(static m => m.Key != ChecksumKey).Append(new(ChecksumKey, NoChecksum)).OrderBy(static m => m.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
            var offset = 0L;
            foreach (var tensor in sorted)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (var n in tensor.Shape)
                    json.WriteNumberValue(n);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Data starts at a multiple of 8: the format allows blanks behind the header.
        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');
        var bytes = header.ToArray();
        Put(Checksum(bytes, sorted), over: NoChecksum, bytes);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Length(bytes));
            stream.Write(bytes);
            foreach (var tensor in sorted)
                stream.Write(tensor.Bytes);
        });
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file cannot be read, or is not in the format.</exception>
    public static Safetensors Read(string path)
    {
        using var stream = InputFile.Open(path);
        try
        {
            return Read(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    private static Safetensors Read(Stream stream, string path)
    {
        if (stream.Length > LongestFile)
            throw new InputException($"{path}: {stream.Length} bytes; allowed is up to {LongestFile}");
        Span<byte> lengthBytes = stackalloc byte[8];
        if (stream.Length < 8)
            throw Damaged(path, $"it has {stream.Length} bytes, a header needs 8");
        stream.ReadExactly(lengthBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LongestHeader || (long)length > stream.Length - 8)
            throw Damaged(path, $"its header is said to have {length} bytes, the file has {stream.Length}");
        var header = new byte[length];
        stream.ReadExactly(header);
        var dataLength = stream.Length - 8 - (long)length;
        try
        {
            using var json = JsonDocument.Parse(header);
            var file = Read(json.RootElement, stream, dataLength, path);
            if (file.Metadata.GetValueOrDefault(ChecksumKey) is not { } checksum)
                return file;
            return Put(NoChecksum, over: checksum, header) && Checksum(header, file.Tensors) == checksum
                ? new Safetensors(file.Tensors, file.Metadata.Remove(ChecksumKey)) { IsChecked = true }
                : throw new InputException($"{path}: damaged, or altered after it was written: its SHA-256 is not that of its content");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InputException($"{path}: not a safetensors file: {error.Message}", error);
        }
    }

    private static Safetensors Read(JsonElement header, Stream stream, long dataLength, string path)
    {
        var metadata = ImmutableDictionary.CreateBuilder<string, string>();
        var entries = new List<(string Name, TensorType Type, ImmutableArray<int> Shape, long Start, long End)>();
        foreach (var entry in header.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
            {
                foreach (var item in entry.Value.EnumerateObject())
                    metadata[item.Name] = item.Value.GetString() ?? "";
                continue;
            }

            entries.Add(Entry(entry, path));
        }

        // Arrays must follow each other without gaps, and end where the file does.
        var expected = 0L;
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        foreach (var (name, type, shape, start, end) in entries.OrderBy(static e => e.Start).ThenBy(static e => e.End))
        {
            if (start != expected || end < start || end > dataLength)
                throw Damaged(path, $"array '{name}' is said to lie at bytes {start} to {end} of {dataLength}, expected from {expected}");
            var bytes = new byte[end - start];
            stream.ReadExactly(bytes);
            tensors.Add(new Tensor(name, type, shape, bytes));
            expected = end;
        }

        if (expected != dataLength)
            throw Damaged(path, $"its arrays end at byte {expected} of {dataLength}");
        if (tensors.Select(static t => t.Name).Distinct().Count() != tensors.Count)
            throw Damaged(path, "two arrays have the same name");
        return new Safetensors(tensors.ToImmutable(), metadata.ToImmutable());
    }

    private static (string, TensorType, ImmutableArray<int>, long, long) Entry(JsonProperty entry, string path)
    {
        var dtype = entry.Value.GetProperty("dtype").GetString();
        if (!Enum.TryParse<TensorType>(dtype, out var type) || type.ToString() != dtype)
            throw new InputException($"{path}: array '{entry.Name}' has dtype {dtype}; allowed: {string.Join(", ", Enum.GetNames<TensorType>())}");
        ImmutableArray<int> shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(static n => n.GetInt32())];
        var offsets = entry.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw Damaged(path, $"array '{entry.Name}' has {offsets.GetArrayLength()} offsets, not 2");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        var size = (decimal)Tensor.SizeOf(type);
        foreach (var n in shape)
        {
            if (n < 0 || (size *= n) > LongestFile)
                throw Damaged(path, $"array '{entry.Name}' has the shape [{ScalarText.List(shape)}]");
        }

        if (size != (decimal)end - start)
            throw Damaged(path, $"array '{entry.Name}' of {size} bytes is said to take {(decimal)end - start}");
        return (entry.Name, type, shape, start, end);
    }

    // Digits of one checksum, or zeros, in the place of another; the metadata come first in a header.
    private static bool Put(string digits, string over, Span<byte> header)
    {
        if (over.Length != digits.Length || !over.All(char.IsAsciiHexDigitLower))
            return false;
        var at = header.IndexOf(Encoding.UTF8.GetBytes($"\"{ChecksumKey}\":\"{over}\""));
        return at >= 0 && Encoding.UTF8.TryGetBytes(digits, header[(at + ChecksumKey.Length + 4)..], out _);
    }

    private static string Checksum(ReadOnlySpan<byte> header, IEnumerable<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Length(header));
        hash.AppendData(header);
        foreach (var tensor in tensors)
            hash.AppendData(tensor.Bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Length(ReadOnlySpan<byte> header)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return length;
    }

    private static InputException Damaged(string path, string what) => new($"{path}: not a whole safetensors file: {what}");
}
