namespace NoisyRnn.Workers;

/// <summary>Memory that jobs share: each takes what it needs before it starts, and waits until there is enough.</summary>
/// <param name="bytes">All there is.</param>
public sealed class MemoryBudget(double bytes)
{
    private readonly object _gate = new();
    private readonly double _all = bytes;
    private double _free = bytes;

    /// <summary>Takes a share.</summary>
    /// <param name="share">Bytes; what exceeds all there is counts as all.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Gives the share back when disposed of.</returns>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public IDisposable Take(double share, CancellationToken cancellation)
    {
        share = Math.Min(share, _all);
        using var wake = cancellation.Register(Wake);
        lock (_gate)
        {
            while (_free < share)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }

            _free -= share;
        }

        return new Share(this, share);
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Return(double share)
    {
        lock (_gate)
        {
            _free += share;
            Monitor.PulseAll(_gate);
        }
    }

    private sealed class Share(MemoryBudget budget, double bytes) : IDisposable
    {
        private MemoryBudget? _budget = budget;

        public void Dispose() => Interlocked.Exchange(ref _budget, null)?.Return(bytes);
    }
}
