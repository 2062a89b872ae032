using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoisyRnn.Formats;

/// <summary>A hash in a file is its digits, nothing around them.</summary>
internal sealed class StageHashJson : JsonConverter<StageHash>
{
    public override StageHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: 64 } hex && hex.All(char.IsAsciiHexDigitLower)
            ? new StageHash(hex)
            : throw new JsonException("a hash is 64 hexadecimal digits");

    public override void Write(Utf8JsonWriter writer, StageHash value, JsonSerializerOptions options) => writer.WriteStringValue(value.Hex);
}
