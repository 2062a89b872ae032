using System.Runtime.ExceptionServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// A loop over items whose passes go to threads, each with a workspace of its own that later loops use again. Which thread takes which item is left to
/// chance; what comes back stands in the order of the items: the number of threads changes no bit.
/// </summary>
/// <param name="threads">Threads to use at most.</param>
/// <param name="newWorkspace">Allocates what a pass needs.</param>
/// <typeparam name="TWorkspace">What a pass needs, and one thread at a time may have.</typeparam>
internal sealed class ParallelLoop<TWorkspace>(int threads, Func<TWorkspace> newWorkspace)
    where TWorkspace : class
{
    private readonly TWorkspace?[] _workspaces = new TWorkspace?[Math.Max(1, threads)];

    /// <summary>The workspace that one thread alone would use.</summary>
    public TWorkspace FirstWorkspace => _workspaces[0] ??= newWorkspace();

    /// <summary>Makes a result of each item.</summary>
    /// <param name="items">The items.</param>
    /// <param name="body">Makes one.</param>
    /// <param name="progress">Gets the share of items that is done, one call at a time; null for nobody.</param>
    /// <param name="cancellation">Stops between items.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public TResult[] Run<TItem, TResult>(
        IReadOnlyList<TItem> items, Func<TItem, TWorkspace, TResult> body, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        var results = new TResult[items.Count];
        Run(items.Count, (k, workspace) => results[k] = body(items[k], workspace), progress, cancellation);
        return results;
    }

    /// <summary>Does the work on each item.</summary>
    /// <param name="items">The items.</param>
    /// <param name="body">Works on one.</param>
    /// <param name="progress">Gets the share of items that is done, one call at a time; null for nobody.</param>
    /// <param name="cancellation">Stops between items.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Run<TItem>(
        IReadOnlyList<TItem> items, Action<TItem, TWorkspace> body, Action<double>? progress = null, CancellationToken cancellation = default) =>
        Run(items.Count, (k, workspace) => body(items[k], workspace), progress, cancellation);

    private void Run(int count, Action<int, TWorkspace> body, Action<double>? progress, CancellationToken cancellation)
    {
        var (next, done, gate) = (-1, 0, new Lock());
        var workers = Math.Min(_workspaces.Length, count);
        if (workers <= 1)
            Work(0, null);
        else
            InParallel(workers, Work, cancellation);
        cancellation.ThrowIfCancellationRequested();

        void Work(int thread, ParallelLoopState? others)
        {
            while (Interlocked.Increment(ref next) is var k && k < count && !cancellation.IsCancellationRequested && others?.IsExceptional != true)
            {
                body(k, _workspaces[thread] ??= newWorkspace());
                if (progress is null)
                    continue;
                lock (gate)
                    progress(++done / (double)count);
            }
        }
    }

    // What a body throws is thrown as it is on one thread.
    private static void InParallel(int workers, Action<int, ParallelLoopState> work, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, work);
        }
        catch (AggregateException failure)
        {
            cancellation.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(failure.Flatten().InnerExceptions[0]);
        }
    }
}
