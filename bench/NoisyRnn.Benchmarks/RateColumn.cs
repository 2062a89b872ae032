namespace NoisyRnn.Benchmarks;

/// <summary>GFLOP/s, or nanoseconds a number.</summary>
public sealed class RateColumn : WorkColumn
{
    /// <inheritdoc/>
    public override string ColumnName => "Rate";

    /// <inheritdoc/>
    public override string Legend => "Operations, or time a number, at the shortest time";

    /// <inheritdoc/>
    protected override string Format(CountedWork work, double nanoseconds) =>
        work.CountsOperations ? $"{work.Work / nanoseconds:F1} GFLOP/s" : $"{nanoseconds / work.Work:F2} ns each";
}
