using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace NoisyRnn.Workers;

/// <summary>Runs jobs on threads of this process, one a worker. A job that throws does not stop the others.</summary>
public static class InProcessWorkers
{
    /// <summary>Runs all jobs, in their order as workers become free.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="workers">Number of workers, at least 1.</param>
    /// <param name="cancellation">Asks the jobs to stop.</param>
    /// <returns>The jobs that failed.</returns>
    /// <exception cref="OperationCanceledException">Asked to stop; running jobs have stopped too.</exception>
    public static ImmutableArray<JobFailure> Run(IEnumerable<Job> jobs, int workers, CancellationToken cancellation)
    {
        var queue = new ConcurrentQueue<Job>(jobs);
        var failures = new ConcurrentQueue<JobFailure>();
        var threads = Enumerable.Range(0, workers).Select(worker => new Thread(() => Work(worker)) { IsBackground = true }).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        cancellation.ThrowIfCancellationRequested();
        return [.. failures];

        void Work(int worker)
        {
            while (!cancellation.IsCancellationRequested && queue.TryDequeue(out var job))
            {
                try
                {
                    job.Work(worker, cancellation);
                }
                catch (Exception thrown)
                {
                    // What is thrown on several threads of a job comes wrapped.
                    var error = thrown is AggregateException several ? several.Flatten().InnerExceptions[0] : thrown;
                    if (error is OperationCanceledException && cancellation.IsCancellationRequested)
                        return;
                    failures.Enqueue(new JobFailure(job.Name, error));
                }
            }
        }
    }
}
