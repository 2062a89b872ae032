using NoisyRnn.Workers;
using Xunit;

namespace NoisyRnn.Tests.Workers;

public sealed class InProcessWorkersTests
{
    [Fact]
    public void A_job_that_throws_is_named_with_its_error_and_the_others_are_done()
    {
        var done = 0;
        var failures = InProcessWorkers.Run(
            [
                new("no memory", static (_, _) => GC.KeepAlive(new byte[int.MaxValue])),
                new("wrapped", static (_, _) => Parallel.For(0, 4, static _ => throw new InvalidDataException("too large"))),
                new("third", (_, _) => Interlocked.Increment(ref done)),
                new("fourth", (_, _) => Interlocked.Increment(ref done)),
            ], 1, TestContext.Current.CancellationToken);
        Assert.Equal(2, done);
        Assert.Equal(["no memory", "wrapped"], failures.Select(static failure => failure.Name));
        // What several threads of a job threw is that error, not the wrapping.
        Assert.Equal([typeof(OutOfMemoryException), typeof(InvalidDataException)], failures.Select(static failure => failure.Error.GetType()));
    }

    [Fact]
    public void A_job_that_is_stopped_is_no_failure_even_on_several_threads()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => InProcessWorkers.Run(
            [
                new("stopped", (_, token) =>
                {
                    cancellation.Cancel();
                    Parallel.For(0, 4, _ => token.ThrowIfCancellationRequested());
                }),
            ], 1, cancellation.Token));
    }
}
