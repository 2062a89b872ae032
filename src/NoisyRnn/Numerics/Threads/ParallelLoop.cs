namespace NoisyRnn.Numerics;

/// <summary>A loop over items whose passes go to threads and need no workspace; see <see cref="ParallelLoop{TWorkspace}"/>.</summary>
internal static class ParallelLoop
{
    /// <summary>Makes a result of each item, in their order.</summary>
    /// <param name="items">The items.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="body">Makes one.</param>
    /// <param name="progress">Gets the share of items that is done, one call at a time; null for nobody.</param>
    /// <param name="cancellation">Stops between items.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static TResult[] Run<TItem, TResult>(
        IReadOnlyList<TItem> items, int threads, Func<TItem, TResult> body, Action<double>? progress = null, CancellationToken cancellation = default) =>
        new ParallelLoop<object>(threads, static () => new object()).Run(items, (item, _) => body(item), progress, cancellation);

    /// <summary>Does the work on each item.</summary>
    /// <param name="items">The items.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="body">Works on one.</param>
    /// <param name="progress">Gets the share of items that is done, one call at a time; null for nobody.</param>
    /// <param name="cancellation">Stops between items.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Run<TItem>(
        IReadOnlyList<TItem> items, int threads, Action<TItem> body, Action<double>? progress = null, CancellationToken cancellation = default) =>
        new ParallelLoop<object>(threads, static () => new object()).Run(items, (item, _) => body(item), progress, cancellation);
}
