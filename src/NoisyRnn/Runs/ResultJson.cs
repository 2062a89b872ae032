using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoisyRnn.Runs;

/// <summary>
/// Result records as JSON: keys and enum members in kebab-case, doubles by their shortest digits (the same bits come back),
/// NaN and infinities by name, on one line.
/// </summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The record as one line of JSON.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="record">The record.</param>
    public static string Write<T>(T record) => JsonSerializer.Serialize(record, Options);

    /// <summary>The record again.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <exception cref="JsonException">The text is no such record.</exception>
    public static T Read<T>(string json)
        where T : class => (T)Read(json, typeof(T));

    /// <summary>The record of a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="type">The record's type.</param>
    public static object Read(string json, Type type) =>
        JsonSerializer.Deserialize(json, type, Options) ?? throw new JsonException($"null is no {type.Name}");
}
