using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// One line of a file of results: {"run":"...","stage":"...","checksum":"...","body":{...},"about":{...}}. The checksum is the
/// first 16 digits of SHA-256 over run, line feed, stage, line feed and the body's exact bytes; "about" (time taken,
/// machine) is optional and outside of it.
/// </summary>
internal static class ResultLine
{
    /// <summary>The line without its line feed, and where in it the body stands.</summary>
    internal static (byte[] Line, int BodyOffset, int BodyLength, string Checksum) Write(StageHash run, string stage, string body, string? about)
    {
        byte[] bodyBytes = Encoding.UTF8.GetBytes(body);
        string checksum = Checksum(run, stage, bodyBytes);
        byte[] before = Encoding.UTF8.GetBytes(
            $$"""{"run":"{{run}}","stage":{{JsonSerializer.Serialize(stage)}},"checksum":"{{checksum}}","body":""");
        byte[] after = Encoding.UTF8.GetBytes(about is null ? "}" : $",\"about\":{about}}}");
        byte[] line = [.. before, .. bodyBytes, .. after];
        return line.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') < 0
            ? (line, before.Length, bodyBytes.Length, checksum)
            : throw new ArgumentException("a result must be JSON on one line", nameof(body));
    }

    /// <summary>The entry of a line, or null with what is wrong with it.</summary>
    internal static StoredResult? Read(ReadOnlySpan<byte> line, string file, int number, long offset, out string problem)
    {
        try
        {
            (string? run, string? stage, string? checksum, int start, int length, double? seconds) = Fields(line);
            problem = "run, stage, checksum or body is missing";
            if (run is null || stage is null || checksum is null || length == 0) return null;
            problem = "the checksum does not fit the content";
            if (Checksum(new StageHash(run), stage, line.Slice(start, length)) != checksum) return null;
            problem = "";
            return new StoredResult(new StageHash(run), stage, checksum, file, number, offset + start, length, seconds);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problem = "the line is not JSON";
            return null;
        }
    }

    /// <summary>Whose result a line claims to be, at a glance: nothing else of it is looked at. Null where it does not begin as a result does.</summary>
    internal static StageHash? RunOf(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> start = "{\"run\":\""u8;
        const int Digits = 64;
        return line.Length > start.Length + Digits && line.StartsWith(start) && line[start.Length + Digits] == '"'
            ? new StageHash(Encoding.ASCII.GetString(line.Slice(start.Length, Digits))) : null;
    }

    private static (string? Run, string? Stage, string? Checksum, int Start, int Length, double? Seconds) Fields(ReadOnlySpan<byte> line)
    {
        (string? run, string? stage, string? checksum, int start, int length, double? seconds) = (null, null, null, 0, 0, null);
        var reader = new Utf8JsonReader(line);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return (run, stage, checksum, start, length, seconds);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            int begin = (int)reader.TokenStartIndex;
            if (name == "run") run = reader.GetString();
            else if (name == "stage") stage = reader.GetString();
            else if (name == "checksum") checksum = reader.GetString();
            else if (name == "about")
            {
                using var about = JsonDocument.ParseValue(ref reader);
                seconds = SecondsOf(about.RootElement);
                continue;
            }

            reader.Skip();
            if (name == "body") (start, length) = (begin, (int)reader.BytesConsumed - begin);
        }

        reader.Read();
        return (run, stage, checksum, start, length, seconds);
    }

    /// <summary>The time taken in what a writer said about a result; null where it said none.</summary>
    internal static double? SecondsOf(JsonElement about) =>
        about.ValueKind == JsonValueKind.Object && about.TryGetProperty("seconds", out var seconds)
        && seconds.ValueKind == JsonValueKind.Number ? seconds.GetDouble() : null;

    private static string Checksum(StageHash run, string stage, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{run}\n{stage}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
