using NoisyRnn.Workers;
using Xunit;

namespace NoisyRnn.Tests.Workers;

public sealed class MemoryBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void Jobs_together_never_hold_more_than_there_is()
    {
        var budget = new MemoryBudget(100);
        var (held, most) = (0.0, 0.0);
        var gate = new Lock();
        double[] needs = [60, 50, 40, 100, 10, 30, 90, 5];
        var failures = InProcessWorkers.Run(needs.Select(need => new Job($"{need}", (_, cancellation) =>
        {
            using var share = budget.Take(need, cancellation);
            lock (gate)
                most = Math.Max(most, held += need);
            Thread.Yield();
            lock (gate)
                held -= need;
        })), 4, TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.InRange(most, needs.Max(), 100);
    }

    [Fact]
    public void A_share_above_all_there_is_counts_as_all_and_is_given_back_once()
    {
        var budget = new MemoryBudget(100);
        var all = budget.Take(1e9, TestContext.Current.CancellationToken);
        all.Dispose();
        all.Dispose();
        budget.Take(100, TestContext.Current.CancellationToken).Dispose();
    }

    [Fact]
    public void A_job_that_waits_stops_when_asked_to()
    {
        var budget = new MemoryBudget(100);
        using var held = budget.Take(80, TestContext.Current.CancellationToken);
        using var cancellation = new CancellationTokenSource();
        var waiting = new Thread(() => Assert.ThrowsAny<OperationCanceledException>(() => budget.Take(30, cancellation.Token)));
        waiting.Start();
        cancellation.Cancel();
        Assert.True(waiting.Join(Patience));
    }
}
