namespace NoisyRnn.Benchmarks;

/// <summary>The rate as a share of the machine's peak on as many threads, measured in the same run.</summary>
public sealed class PeakShareColumn : WorkColumn
{
    /// <inheritdoc/>
    public override string ColumnName => "Of peak";

    /// <inheritdoc/>
    public override string Legend => "Share of fused multiply-adds in registers, measured in the same run";

    /// <inheritdoc/>
    protected override string Format(CountedWork work, double nanoseconds) =>
        work.CountsOperations ? $"{work.Work / nanoseconds / (Peak.Gigaflops * work.ThreadCount):P0}" : "";
}
