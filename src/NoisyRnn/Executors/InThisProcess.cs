namespace NoisyRnn.Executors;

/// <summary>Has work done by threads of this process.</summary>
/// <param name="workers">Pieces at a time.</param>
public sealed class InThisProcess(int workers) : Executor
{
    /// <inheritdoc/>
    public override Execution Execute(SweepWork work, CancellationToken cancellation) => new(work.Here(workers, cancellation));
}
