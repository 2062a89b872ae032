using System.Diagnostics;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Formats;
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
        using (RunLock? held = store.Locks.TryTake(Run, "train"))
        {
            Assert.True(held!.IsHeld);
            Assert.True(other.Locks.IsHeld(Run));
            Assert.Null(other.Locks.TryTake(Run, "train"));
            Assert.Null(store.Locks.TryTake(Run, "train"));
            using RunLock? another = other.Locks.TryTake(StageHash.OfBytes("another"u8), "train");
            Assert.NotNull(another);
        }

        Assert.False(other.Locks.IsHeld(Run));
        using RunLock? next = other.Locks.TryTake(Run, "train");
        Assert.NotNull(next);
    }

    [Fact]
    public void The_file_tells_people_who_holds_it()
    {
        using RunLock? held = RunStore.Open(_folder.Path).Locks.TryTake(Run, "train relu");
        string text = File.ReadAllText(LockFile);
        Assert.Contains($"\"host\":\"{Environment.MachineName}\",", text);
        Assert.Contains($"\"process\":{Environment.ProcessId},", text);
        Assert.Contains("\"job\":\"train relu\"", text);
    }

    [Fact]
    public void The_lock_of_a_dead_process_of_this_machine_is_taken_over()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Leave(lockOf: mine => mine with { Process = DeadProcess() });
        Assert.False(store.Locks.IsHeld(Run));
        using RunLock? taken = store.Locks.TryTake(Run, "train");
        Assert.True(taken!.IsHeld);
    }

    [Fact]
    public void A_process_number_that_came_again_does_not_keep_a_lock_alive()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Leave(lockOf: mine => mine with { ProcessStart = mine.ProcessStart + "0" });
        using RunLock? taken = store.Locks.TryTake(Run, "train");
        Assert.NotNull(taken);
    }

    [Fact]
    public void Age_never_overrides_a_holder_that_is_known_to_be_alive()
    {
        // A machine that slept, or a clock that jumped: the lock looks old, its process lives.
        RunStore store = RunStore.Open(_folder.Path);
        using RunLock held = store.Locks.TryTake(Run, "train")!;
        foreach (double days in (double[])[-1000, -1, 1000])
        {
            File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow.AddDays(days));
            Assert.True(store.Locks.IsHeld(Run));
            Assert.Null(store.Locks.TryTake(Run, "train"));
            Assert.True(store.Locks.LooksHeld(Run));
        }
    }

    public static TheoryData<string> Unseen => ["another machine", "another boot", "another namespace", "an older version"];

    [Theory]
    [MemberData(nameof(Unseen))]
    public void A_process_number_says_nothing_of_a_holder_elsewhere(string holder)
    {
        RunStore store = RunStore.Open(_folder.Path);
        Leave(lockOf: mine => Elsewhere(holder, mine) with { Process = DeadProcess() });
        Assert.True(store.Locks.IsHeld(Run));
        Assert.Null(store.Locks.TryTake(Run, "train"));
    }

    [Theory]
    [MemberData(nameof(Unseen))]
    public void The_lock_of_a_holder_elsewhere_holds_until_its_heart_has_stopped_while_it_was_watched(string holder)
    {
        var clock = new ManualClock();
        RunStore store = Watched(clock);
        Leave(lockOf: mine => Elsewhere(holder, mine));
        // What the file's time says by another's clock is not asked.
        File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow.AddDays(-30));
        Watch(clock, RunLock.StaleAfter - TimeSpan.FromSeconds(1), () => Assert.Null(store.Locks.TryTake(Run, "train")));
        clock.Advance(TimeSpan.FromSeconds(1));
        using RunLock? taken = store.Locks.TryTake(Run, "train");
        Assert.True(taken!.IsHeld);
    }

    [Fact]
    public void Each_heartbeat_begins_the_watch_anew()
    {
        var clock = new ManualClock();
        RunStore store = Watched(clock);
        Leave(lockOf: mine => mine with { Host = "another" });
        DateTime beat = DateTime.UtcNow;
        for (int k = 1; k <= 20; k++)
        {
            Watch(clock, RunLock.StaleAfter - TimeSpan.FromSeconds(1), () => Assert.True(store.Locks.IsHeld(Run)));
            // Any change is a beat, also one of a clock that goes backwards.
            File.SetLastWriteTimeUtc(LockFile, beat.AddSeconds(-k));
        }

        Watch(clock, RunLock.StaleAfter + RunLock.Beat, () => store.Locks.IsHeld(Run));
        Assert.False(store.Locks.IsHeld(Run));
    }

    [Fact]
    public void A_watcher_that_was_stopped_has_not_watched()
    {
        var clock = new ManualClock();
        RunStore store = Watched(clock);
        Leave(lockOf: mine => mine with { Host = "another" });
        Assert.True(store.Locks.IsHeld(Run));
        clock.Advance(TimeSpan.FromHours(8));
        Assert.True(store.Locks.IsHeld(Run));
    }

    [Fact]
    public void A_time_in_the_future_keeps_no_lock_alive()
    {
        var clock = new ManualClock();
        RunStore store = Watched(clock);
        Leave(lockOf: mine => mine with { Host = "another" });
        File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow.AddYears(1));
        Assert.False(store.Locks.LooksHeld(Run));
        Watch(clock, RunLock.StaleAfter + RunLock.Beat, () => store.Locks.IsHeld(Run));
        Assert.NotNull(store.Locks.TryTake(Run, "train"));
    }

    [Fact]
    public void A_heartbeat_changes_ones_own_lock_alone()
    {
        using RunLock held = RunStore.Open(_folder.Path).Locks.TryTake(Run, "train")!;
        DateTime old = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(LockFile, old);
        held.BeatOnce();
        Assert.NotEqual(old, File.GetLastWriteTimeUtc(LockFile));

        Leave(lockOf: mine => mine with { Host = "another" });
        File.SetLastWriteTimeUtc(LockFile, old);
        held.BeatOnce();
        Assert.Equal(old, File.GetLastWriteTimeUtc(LockFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":1")]
    [InlineData("null")]
    public void A_lock_without_content_is_no_ones_and_stops_nobody_for_long(string text)
    {
        // Older versions left such on a full disk; locks of this one appear with their content.
        var clock = new ManualClock();
        RunStore store = Watched(clock);
        _folder.Write($"locks/{Run}.lock", text);
        Assert.Null(store.Locks.TryTake(Run, "train"));
        Watch(clock, TimeSpan.FromSeconds(15), () => store.Locks.IsHeld(Run));
        using RunLock? taken = store.Locks.TryTake(Run, "train");
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_lock_that_cannot_be_written_is_refused_at_once_and_leaves_nothing()
    {
        RunStore store = RunStore.Open(_folder.Path);
        string inTheWay = _folder.Write("locks", "a file");
        Assert.Contains(": cannot be written: ", Refusal.Of(() => store.Locks.TryTake(Run, "train")));
        File.Delete(inTheWay);
        using RunLock? taken = store.Locks.TryTake(Run, "train");
        Assert.NotNull(taken);
    }

    [Fact]
    public void Who_lost_a_lock_does_not_take_it_from_the_new_holder()
    {
        RunStore store = RunStore.Open(_folder.Path);
        RunLock slept = store.Locks.TryTake(Run, "train")!;
        File.Delete(LockFile);
        using RunLock? taken = store.Locks.TryTake(Run, "train");
        Assert.False(slept.IsHeld);
        slept.Dispose();
        Assert.True(taken!.IsHeld);
    }

    [Fact]
    public void A_lock_is_told_in_words_with_its_file_its_holder_and_since_when()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Leave(lockOf: mine => mine with { Host = "node7", Process = 42, Taken = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) });
        Assert.Equal($"{LockFile} (process 42 on node7, since 2026-01-02 03:04:05 UTC)", store.Locks.InWords(Run));
        _folder.Write($"locks/{Run}.lock", "");
        Assert.Equal($"{LockFile} (its holder is not named)", store.Locks.InWords(Run));
    }

    [Fact]
    public void What_killed_processes_left_is_deleted_and_what_the_living_hold_is_not()
    {
        RunStore store = RunStore.Open(_folder.Path);
        StageHash other = StageHash.OfBytes("other"u8), foreign = StageHash.OfBytes("foreign"u8);
        Leave(lockOf: mine => mine with { Process = DeadProcess() });
        using RunLock? held = store.Locks.TryTake(other, "train");
        _folder.Write($"locks/{foreign}.lock", ResultJson.Write(RunLockContent.Mine("train") with { Host = "another" }));
        store.DeleteLeftOvers();
        Assert.Equal(
            new[] { $"{foreign}.lock", $"{other}.lock" }.Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(_folder.Path, "locks")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(held!.IsHeld);
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
                    return store.Locks.TryTake(Run, "train");
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

    private static RunLockContent Elsewhere(string holder, RunLockContent mine) => holder switch
    {
        "another machine" => mine with { Host = "another" },
        "another boot" => mine with { Boot = "another" },
        "another namespace" => mine with { PidNamespace = "another" },
        _ => mine with { Boot = null, PidNamespace = null },
    };

    private RunStore Watched(ManualClock clock)
    {
        RunStore.Open(_folder.Path);
        return RunStore.OpenExisting(_folder.Path, new LockWatch(clock));
    }

    // Looks as often as one who waits.
    private static void Watch(ManualClock clock, TimeSpan time, Action look)
    {
        look();
        for (TimeSpan step = TimeSpan.FromSeconds(1); time > TimeSpan.Zero; time -= step)
        {
            clock.Advance(time < step ? time : step);
            look();
        }
    }
}
