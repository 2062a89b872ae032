using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// The first line of each file of the store, with a checksum: a file of another format says so itself, and a line that was
/// damaged is told from one. Stores of the first versions have none.
/// </summary>
internal static class StoreFormat
{
    internal const int Version = 1;
    internal const string Manifest = "noisyrnn-store";
    internal const string Results = "noisyrnn-results";

    /// <summary>The kind in the last line of a file of results that nobody writes to any more.</summary>
    internal const string End = "noisyrnn-results-end";

    internal static string Header(string kind) => Header(Version, kind);

    internal static string Header(int version, string kind)
    {
        string plain = Unchecked(version, kind);
        return $$"""{{plain[..^1]}},"checksum":"{{Checksum(plain)}}"}""";
    }

    /// <summary>Whether a line is the header of this kind and format.</summary>
    /// <param name="line">The line.</param>
    /// <param name="kind">The kind that is expected.</param>
    /// <param name="file">The file.</param>
    /// <param name="problem">What is there instead.</param>
    /// <exception cref="InputException">The line is whole, and the header of another format or kind.</exception>
    internal static bool IsHeader(ReadOnlySpan<byte> line, string kind, string file, out string problem)
    {
        string text = Encoding.UTF8.GetString(line), expected = $"expected format {Version} of {kind}";
        string found = Describe(line, out bool isWhole);
        problem = $"{file}:1: found {found}; {expected}";
        if (text == Header(kind) || text == Unchecked(Version, kind)) return true;
        return isWhole ? throw new InputException(problem) : false;
    }

    private static string Unchecked(int version, string kind) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"format":{{version}},"kind":"{{kind}}"}""");

    private static string Checksum(string header) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(header)).AsSpan(0, 8));

    private static string Describe(ReadOnlySpan<byte> line, out bool isWhole)
    {
        isWhole = false;
        try
        {
            var reader = new Utf8JsonReader(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out JsonElement format)
                && root.TryGetProperty("kind", out JsonElement kind))
            {
                isWhole = format.TryGetInt32(out int version) && Encoding.UTF8.GetString(line) == Header(version, kind.GetString()!);
                return $"format {format.GetRawText()} of {kind.GetString()}";
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Said below: whatever it is, it is no header.
        }

        return "no header";
    }
}
