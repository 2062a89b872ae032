using System.Diagnostics;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private static readonly StageHash Run = StageHash.OfBytes("run"u8);
    private readonly TemporaryFolder _folder = new();

    private string LockFile => Path.Combine(_folder.Path, "locks", $"{Run}.lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_locked_once_until_it_is_given_back()
    {
        RunStore store = RunStore.Open(_folder.Path), other = RunStore.Open(_folder.Path);
        using (RunLock? held = store.TryLock(Run, "train"))
        {
            Assert.True(held!.IsHeld);
            Assert.True(other.IsLocked(Run));
            Assert.Null(other.TryLock(Run, "train"));
            Assert.Null(store.TryLock(Run, "train"));
            using RunLock? another = other.TryLock(StageHash.OfBytes("another"u8), "train");
            Assert.NotNull(another);
        }

        Assert.False(other.IsLocked(Run));
        using RunLock? next = other.TryLock(Run, "train");
        Assert.NotNull(next);
    }

    [Fact]
    public void The_file_tells_people_who_holds_it()
    {
        using RunLock? held = RunStore.Open(_folder.Path).TryLock(Run, "train relu");
        string text = File.ReadAllText(LockFile);
        Assert.Contains($"\"host\":\"{Environment.MachineName}\",\"process\":{Environment.ProcessId},", text);
        Assert.Contains("\"job\":\"train relu\"", text);
    }

    [Fact]
    public void The_lock_of_a_dead_process_of_this_machine_is_taken_over()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Leave(lockOf: mine => mine with { Process = DeadProcess() });
        Assert.False(store.IsLocked(Run));
        using RunLock? taken = store.TryLock(Run, "train");
        Assert.True(taken!.IsHeld);
    }

    [Fact]
    public void A_process_number_that_came_again_does_not_keep_a_lock_alive()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Leave(lockOf: mine => mine with { ProcessStart = mine.ProcessStart + "0" });
        using RunLock? taken = store.TryLock(Run, "train");
        Assert.NotNull(taken);
    }

    [Fact]
    public void The_lock_of_another_machine_holds_until_its_heart_stops()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Leave(lockOf: mine => mine with { Host = "another", Process = DeadProcess() });
        Assert.Null(store.TryLock(Run, "train"));
        File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow - RunLock.StaleAfter - TimeSpan.FromSeconds(1));
        using RunLock? taken = store.TryLock(Run, "train");
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_heartbeat_keeps_a_lock_fresh_but_only_ones_own()
    {
        RunStore store = RunStore.Open(_folder.Path);
        using RunLock held = store.TryLock(Run, "train")!;
        DateTime old = DateTime.UtcNow - RunLock.StaleAfter - TimeSpan.FromSeconds(1);
        File.SetLastWriteTimeUtc(LockFile, old);
        Assert.False(store.IsLocked(Run));
        held.BeatOnce();
        Assert.True(store.IsLocked(Run));

        Leave(lockOf: mine => mine with { Host = "another" });
        File.SetLastWriteTimeUtc(LockFile, old);
        held.BeatOnce();
        Assert.False(store.IsLocked(Run));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":1")]
    [InlineData("null")]
    public void An_unreadable_lock_counts_by_its_age(string text)
    {
        RunStore store = RunStore.Open(_folder.Path);
        _folder.Write($"locks/{Run}.lock", text);
        Assert.Null(store.TryLock(Run, "train"));
        File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow - RunLock.StaleAfter - TimeSpan.FromSeconds(1));
        using RunLock? taken = store.TryLock(Run, "train");
        Assert.NotNull(taken);
    }

    [Fact]
    public void Who_lost_a_lock_does_not_take_it_from_the_new_holder()
    {
        RunStore store = RunStore.Open(_folder.Path);
        RunLock slept = store.TryLock(Run, "train")!;
        File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow - RunLock.StaleAfter - TimeSpan.FromSeconds(1));
        using RunLock? taken = store.TryLock(Run, "train");
        Assert.False(slept.IsHeld);
        slept.Dispose();
        Assert.True(taken!.IsHeld);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_want_a_lock_at_a_time_one_gets_it(bool isStale)
    {
        for (int round = 0; round < 20; round++)
        {
            RunStore store = RunStore.Open(_folder.Path);
            if (isStale) Leave(lockOf: mine => mine with { Process = DeadProcess() });
            using var start = new Barrier(8);
            RunLock?[] locks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return store.TryLock(Run, "train");
                },
                TaskCreationOptions.LongRunning)));
            RunLock winner = Assert.Single(locks.OfType<RunLock>());
            Assert.True(winner.IsHeld);
            winner.Dispose();
            Assert.False(File.Exists(LockFile));
        }
    }

    private static int DeadProcess()
    {
        // Above the largest number that Linux gives (4,194,304).
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(5_000_000));
        return 5_000_000;
    }

    private void Leave(Func<RunLockContent, RunLockContent> lockOf) =>
        _folder.Write($"locks/{Run}.lock", ResultJson.Write(lockOf(RunLockContent.Mine("train"))));
}
