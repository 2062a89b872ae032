namespace NoisyRnn.Reports;

/// <summary>A colour with the marker that goes with it.</summary>
/// <param name="Line">#RRGGBB.</param>
/// <param name="Symbol">Plotly's name of the marker.</param>
internal sealed record MarkedColor(string Line, string Symbol)
{
    /// <summary>The same, faint, for bands.</summary>
    public string Fill => Line + "33";
}
