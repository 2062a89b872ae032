using System.Text.Json.Serialization;

namespace NoisyRnn.Reports;

/// <summary>One axis as Plotly reads it; what is null is Plotly's default.</summary>
internal sealed record Axis
{
    // Powers of ten that can be read side by side under a panel.
    private const int MostTicks = 8;

    /// <summary>Label with unit; null for an axis that a neighbour labels.</summary>
    [JsonPropertyName("title")]
    public object? Title { get; init; }

    /// <summary>"linear" or "log".</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "linear";

    /// <summary>Ends; log10 of them on a log axis. Null: from the data.</summary>
    [JsonPropertyName("range")]
    public double[]? Range { get; init; }

    /// <summary>Where the ticks stand; null: Plotly's choice.</summary>
    [JsonPropertyName("tickvals")]
    public double[]? Ticks { get; init; }

    /// <summary>Words at the ticks; null: their numbers.</summary>
    [JsonPropertyName("ticktext")]
    public string[]? TickText { get; init; }

    /// <summary>False where a neighbour shows the same words at its ticks; null: shown.</summary>
    [JsonPropertyName("showticklabels")]
    public bool? ShowTickLabels { get; init; }

    /// <summary>Distance of ticks (decades on a log axis); null: Plotly's choice.</summary>
    [JsonPropertyName("dtick")]
    public double? TickDistance { get; init; }

    /// <summary>"tozero" to have the origin in the range.</summary>
    [JsonPropertyName("rangemode")]
    public string? RangeMode { get; init; }

    /// <summary>The axis whose range this one shares.</summary>
    [JsonPropertyName("matches")]
    public string? Matches { get; init; }

    /// <summary>The axis whose unit of length this one shares on paper, for places in the plane.</summary>
    [JsonPropertyName("scaleanchor")]
    public string? ScaleAnchor { get; init; }

    /// <summary>"domain" where the axis shrinks rather than widens its range to share a unit of length.</summary>
    [JsonPropertyName("constrain")]
    public string? Constrain { get; init; }

    /// <summary>Powers of ten as 10 with an exponent, never as SI letters.</summary>
    [JsonPropertyName("exponentformat")]
    public string ExponentFormat { get; init; } = "power";

    /// <summary>The margin grows with the labels.</summary>
    [JsonPropertyName("automargin")]
    public bool AutoMargin { get; init; } = true;

    /// <summary>No line at zero: the grid has one.</summary>
    [JsonPropertyName("zeroline")]
    public bool ZeroLine { get; init; }

    /// <summary>A linear axis.</summary>
    public static Axis Linear(string title) => new() { Title = Label(title) };

    /// <summary>A logarithmic axis; ticks at the powers of ten alone where the values span more than one, at some of them where they span many.</summary>
    public static Axis Log(string title, IEnumerable<double> values)
    {
        var shown = values.Where(v => v > 0 && double.IsFinite(v)).DefaultIfEmpty(1).ToList();
        var decades = Math.Log10(shown.Max()) - Math.Log10(shown.Min());
        return new() { Title = Label(title), Type = "log", TickDistance = decades > MostTicks ? Math.Ceiling(decades / MostTicks) : decades > Math.Log10(20) ? 1 : null };
    }

    /// <summary>A label as Plotly wants it: HTML tags such as sub are read, so user text must be escaped before.</summary>
    public static object Label(string title) => new { text = title, standoff = 8 };
}
