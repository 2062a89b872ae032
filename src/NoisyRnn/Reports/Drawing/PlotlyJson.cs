using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoisyRnn.Reports;

/// <summary>
/// Figures as JSON: numbers to six significant digits (a figure shows no more, and a page of many seeds stays small),
/// what is not finite as null (Plotly leaves a gap), and no character that could end a script element.
/// </summary>
internal static class PlotlyJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new SixDigits() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The figure's traces and layout, the form that Plotly's libraries of all languages read.</summary>
    public static string Of(Figure figure) =>
        JsonSerializer.Serialize(new { data = figure.Traces, layout = figure.Layout }, Options);

    /// <summary>
    /// Text inside a figure: Plotly reads a few HTML tags in it, so what comes from the user is escaped.
    /// </summary>
    public static string Text(string plain) => plain.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private sealed class SixDigits : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("figures are written, never read");

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteRawValue(value.ToString("G6", CultureInfo.InvariantCulture), skipInputValidation: true);
            else
                writer.WriteNullValue();
        }
    }
}
