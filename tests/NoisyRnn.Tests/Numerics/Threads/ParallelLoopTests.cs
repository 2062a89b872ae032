using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>A loop over threads gives what a loop gives: all items, in their order, each workspace to one pass at a time, and what a pass throws.</summary>
public sealed class ParallelLoopTests
{
    public static TheoryData<int> Threads => [0, 1, 2, 3, 8];

    [Theory]
    [MemberData(nameof(Threads))]
    public void Results_stand_in_the_order_of_the_items(int threads)
    {
        int[] items = [.. Enumerable.Range(0, 100)];
        Assert.Equal(items.Select(static k => k * k), ParallelLoop.Run(items, threads, static k => k * k, cancellation: TestContext.Current.CancellationToken));
        Assert.Empty(ParallelLoop.Run<int, int>([], threads, static k => k, cancellation: TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void A_workspace_is_had_by_one_item_at_a_time_and_later_loops_use_it_again(int threads)
    {
        var made = 0;
        var loop = new ParallelLoop<StrongBox<int>>(threads, () =>
        {
            Interlocked.Increment(ref made);
            return new();
        });
        for (var run = 0; run < 3; run++)
        {
            loop.Run([.. Enumerable.Range(0, 1000)], static (_, users) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref users.Value));
                Thread.SpinWait(100);
                Interlocked.Decrement(ref users.Value);
            }, cancellation: TestContext.Current.CancellationToken);
        }

        Assert.InRange(made, 1, Math.Max(1, threads));
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Progress_is_told_after_each_item_one_call_at_a_time_and_ends_at_1(int threads)
    {
        var shares = new List<double>();
        ParallelLoop.Run([.. Enumerable.Range(0, 50)], threads, static _ => { }, shares.Add, TestContext.Current.CancellationToken);
        Assert.Equal([.. Enumerable.Range(1, 50).Select(static k => k / 50.0)], shares);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void A_stop_ends_it_before_the_next_item_with_the_exception_of_a_stop(int threads)
    {
        using var stop = new CancellationTokenSource();
        var done = 0;
        Assert.Throws<OperationCanceledException>(() => ParallelLoop.Run([.. Enumerable.Range(0, 1000)], threads, _ =>
        {
            Interlocked.Increment(ref done);
            stop.Cancel();
        }, cancellation: stop.Token));
        Assert.InRange(done, 1, Math.Max(1, threads));
        Assert.Throws<OperationCanceledException>(() => ParallelLoop.Run([.. Enumerable.Range(0, 1000)], threads, _ => Assert.Fail("an item was begun"), cancellation: stop.Token));
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void A_stop_within_an_item_is_a_stop_on_any_number_of_threads(int threads)
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ParallelLoop.Run([.. Enumerable.Range(0, 1000)], threads, _ =>
        {
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
        }, cancellation: stop.Token));
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void What_an_item_throws_is_thrown_as_it_is(int threads)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => ParallelLoop.Run(
            [.. Enumerable.Range(0, 100)], threads, static k => { if (k == 7) throw new InvalidDataException("item 7"); }, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("item 7", thrown.Message);
    }
}
