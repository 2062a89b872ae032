namespace NoisyRnn.Reports;

/// <summary>The form of a figure for a paper.</summary>
public enum PaperFormat
{
    /// <summary>Lines and text, to be edited; its fonts are named, not embedded.</summary>
    Svg,

    /// <summary>Lines and text on a page of the figure's size, its fonts embedded.</summary>
    Pdf,

    /// <summary>600 points an inch.</summary>
    Png,
}
