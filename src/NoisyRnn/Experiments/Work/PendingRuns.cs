using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Workers;

namespace NoisyRnn.Experiments;

/// <summary>The runs that are still to do, computed by workers of this process, with progress.</summary>
/// <param name="store">The store.</param>
/// <param name="estimate">The runs without results, and what each is expected to cost: arms may differ much.</param>
/// <param name="all">Number of runs of the experiment, for the display.</param>
internal sealed class PendingRuns(RunStore store, RunEstimate estimate, int all)
{
    // So many locks are named in one line.
    private const int Named = 3;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private readonly double[] _shares = new double[estimate.Runs.Length];

    // What stood in a checkpoint took no time of this call; not a number as long as a run has not begun.
    private readonly double[] _before = [.. Enumerable.Repeat(double.NaN, estimate.Runs.Length)];
    private readonly WorkingRun?[] _working = new WorkingRun?[estimate.Runs.Length];
    private readonly MemoryBudget _memory = new(estimate.Available);
    private readonly Stopwatch _clock = new();
    private int _finished, _failed, _diverged, _waiting;

    public required Action<string> Log { get; init; }

    public required Action<RunProgress> Progress { get; init; }

    /// <summary>Computes them; returns when each is done, here or elsewhere, or has failed.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <exception cref="InputException">The folder was removed while runs were computed.</exception>
    public ImmutableArray<JobFailure> Execute(int workers, CancellationToken cancellation)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            return Execute(workers, gone);
        }
        catch (OperationCanceledException stopped) when (!cancellation.IsCancellationRequested)
        {
            throw new InputException($"{store.Directory}: was removed, or moved away, while its runs were computed; what was written since is lost, and nothing more is computed", stopped);
        }
    }

    private ImmutableArray<JobFailure> Execute(int workers, CancellationTokenSource gone)
    {
        var pending = estimate.Runs;
        if (pending.IsEmpty)
            return [];
        var writers = new ResultWriter?[Math.Min(workers, pending.Length)];
        var failures = ImmutableArray.CreateBuilder<JobFailure>();
        _clock.Start();
        using var timer = new Timer(_ => ShowIfPossible(), state: null, Tick, Tick);
        try
        {
            for (var left = Enumerable.Range(0, pending.Length).ToArray(); left.Length > 0;)
            {
                var elsewhere = new ConcurrentQueue<int>();
                failures.AddRange(InProcessWorkers.Run(left.Select(index => Job(index, writers, elsewhere, gone)), writers.Length, gone.Token));
                Wait(elsewhere, gone.Token);
                left = [.. elsewhere.Order()];
            }

            return failures.ToImmutable();
        }
        finally
        {
            foreach (var writer in writers)
                writer?.Dispose();
            Show();
        }
    }

    private Job Job(int index, ResultWriter?[] writers, ConcurrentQueue<int> elsewhere, CancellationTokenSource gone) => new(estimate.Runs[index].Hash.Short, (worker, token) =>
    {
        var run = estimate.Runs[index];
        // Else each run would make the folder again, to fail in it.
        if (store.IsGone)
            gone.Cancel();
        token.ThrowIfCancellationRequested();
        try
        {
            using var memory = _memory.Take(estimate.Costs[index].Bytes, token);
            writers[worker] ??= store.OpenWriter(worker);
            if (!new RunWork(store, run, estimate.Threads) { Log = Log }.Execute(writers[worker]!, at => Tell(index, at), token))
            {
                elsewhere.Enqueue(index);
                return;
            }

            Volatile.Write(ref _shares[index], 1);
            store.Failures.Remove(run.Hash);
            Interlocked.Increment(ref _finished);
            if (store.Results.Get<TrainingResult>(run.TrainingHash, RunWork.TrainingStageName)?.DivergedAt is not null)
                Interlocked.Increment(ref _diverged);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Volatile.Write(ref _shares[index], 1);
            Interlocked.Increment(ref _failed);
            // At once and not only at the end: the end may be far, and a report that cannot be written must not hide it.
            Log($"run {run.Hash.Short}{run.Point.InBrackets} failed: {error.Message}");
            store.Failures.Add(run.Hash, error.Message);
            throw;
        }
        finally
        {
            Volatile.Write(ref _working[index], null);
        }
    });

    private void Tell(int index, Heartbeat at)
    {
        var run = estimate.Runs[index];
        if (double.IsNaN(_before[index]))
            Volatile.Write(ref _before[index], at.Share);
        Volatile.Write(ref _shares[index], at.Share);
        Volatile.Write(ref _working[index], new WorkingRun(run.Hash.Short, run.Point.Values, at));
    }

    // Another process has the lock: its result is as good as ours. Should it die, its locks become free.
    private void Wait(ConcurrentQueue<int> elsewhere, CancellationToken cancellation)
    {
        StageHash[] locked = [.. elsewhere.Select(index => estimate.Runs[index].TrainingHash).Distinct().Where(store.Locks.IsHeld)];
        if (locked.Length > 0 && locked.Length != _waiting)
            Log(Waiting(locked));
        _waiting = locked.Length;
        if (locked.Length > 0)
            cancellation.WaitHandle.WaitOne(Tick);
        cancellation.ThrowIfCancellationRequested();
    }

    private string Waiting(StageHash[] locked)
    {
        var more = locked.Length > Named ? $" and {locked.Length - Named} more" : "";
        var (runs, locks, them) = locked.Length == 1 ? ("run", "lock", "it") : ("runs", "locks", "them");
        return $"waiting for {locked.Length} {runs} that another process computes: {locks} {string.Join(", ", locked.Take(Named).Select(store.Locks.InWords))}{more}; where that process is no more, delete {them}";
    }

    // On a timer's thread, where an exception would end the process: progress that cannot be shown ends no work.
    private void ShowIfPossible()
    {
        try
        {
            Show();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
        }
    }

    private void Show()
    {
        // What is left is exactly nothing at the end.
        var undone = _shares.Zip(estimate.Costs, static (share, cost) => (1 - share) * cost.CoreMinutes).Sum();
        var before = _before.Zip(estimate.Costs, static (share, cost) => (double.IsNaN(share) ? 0 : share) * cost.CoreMinutes).Sum();
        var (fraction, here) = (1 - (undone / estimate.CoreMinutes), estimate.CoreMinutes - undone - before);
        TimeSpan? left = here > 0.01 * estimate.CoreMinutes && fraction < 1 ? _clock.Elapsed * (undone / here) : null;
        Progress(new RunProgress(all, all - estimate.Runs.Length - estimate.TooLarge.Length + _finished, _diverged, _failed + estimate.TooLarge.Length, fraction, _clock.Elapsed, left) { Working = [.. _working.OfType<WorkingRun>()] });
    }
}
