using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>The first line of each file of the store, and what to say when it is another.</summary>
internal static class StoreFormat
{
    internal const int Version = 1;
    internal const string Manifest = "noisyrnn-store";
    internal const string Results = "noisyrnn-results";

    internal static string Header(string kind) => $$"""{"format":{{Version}},"kind":"{{kind}}"}""";

    /// <summary>Whether the bytes are the beginning of the header: a writer was killed at its first line.</summary>
    internal static bool IsTorn(ReadOnlySpan<byte> line, string kind) => Encoding.UTF8.GetBytes(Header(kind)).AsSpan().StartsWith(line);

    /// <summary>Lets the header pass.</summary>
    /// <exception cref="InputException">The line is not the header of this kind and format.</exception>
    internal static void Check(ReadOnlySpan<byte> line, string kind, string file)
    {
        string found = Describe(line);
        string expected = $"format {Version} of {kind}";
        if (found != expected) throw new InputException($"{file}:1: found {found}; expected {expected}");
    }

    private static string Describe(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out JsonElement format)
                && root.TryGetProperty("kind", out JsonElement kind))
                return $"format {format.GetRawText()} of {kind.GetString()}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Said below: whatever it is, it is no header.
        }

        return "no header";
    }
}
