namespace NoisyRnn.Analyses;

/// <summary>Where the bins of a histogram begin and end; all are equally wide, and what lies beyond is in the outermost.</summary>
/// <param name="Low">The beginning of the first.</param>
/// <param name="High">The end of the last.</param>
public sealed record HistogramRange(double Low, double High)
{
    /// <summary>The middle of a bin.</summary>
    /// <param name="bin">Which.</param>
    /// <param name="bins">How many there are.</param>
    public double Middle(int bin, int bins) => Low + ((bin + 0.5) / bins * (High - Low));

    /// <summary>The bin of a value.</summary>
    internal int BinOf(double value, int bins) => double.IsNaN(value) ? bins - 1 : (int)Math.Clamp((value - Low) / (High - Low) * bins, 0, bins - 1);
}
