using NoisyRnn.Formats;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Runs;

/// <summary>How far a run is, as another process reads it.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private static readonly StageHash Run = StageHash.OfBytes("run"u8);
    private static readonly Heartbeat Half = new("train", 0.4, 500, 1000) { Loss = 0.25, Rate = 12.5, SecondsLeft = 60 };
    private readonly TemporaryFolder _folder = new();

    private string Locks => Path.Combine(_folder.Path, "locks");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_beat_leaves_how_far_the_run_is_and_the_lock_takes_it_away()
    {
        RunStore other = RunStore.Open(_folder.Path);
        using (RunLock held = RunStore.Open(_folder.Path).Locks.TryTake(Run, "train")!)
        {
            RunHolder before = other.Locks.HolderOf(Run)!;
            Assert.Equal((Environment.MachineName, Environment.ProcessId, null), (before.Host, before.Process, before.Heartbeat));
            held.Progress = Half;
            held.BeatOnce();
            Assert.Equal(Half, other.Locks.HolderOf(Run)!.Heartbeat);
            held.Progress = Half with { Iteration = 501 };
            held.BeatOnce();
            Assert.Equal(501, other.Locks.HolderOf(Run)!.Heartbeat!.Iteration);
        }

        Assert.Null(other.Locks.HolderOf(Run));
        Assert.Empty(Directory.GetFiles(Locks));
    }

    [Fact]
    public void The_first_beat_comes_within_seconds_by_itself()
    {
        using RunLock held = RunStore.Open(_folder.Path).Locks.TryTake(Run, "train")!;
        held.Progress = Half;
        RunStore other = RunStore.OpenExisting(_folder.Path);
        Assert.True(SpinWait.SpinUntil(() => other.Locks.HolderOf(Run)!.Heartbeat == Half, TimeSpan.FromSeconds(14)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"format":1,"token":"TOKEN","at":"2026-01-01T00:00:00Z","run":null}""")]
    [InlineData("""{"format":1,"token":"00000000-0000-0000-0000-000000000001","at":"2026-01-01T00:00:00Z","run":{"stage":"train","share":0,"iteration":0,"iterations":1}}""")]
    public void What_is_damaged_or_an_earlier_holders_counts_as_nothing(string text)
    {
        using RunLock held = RunStore.Open(_folder.Path).Locks.TryTake(Run, "train")!;
        var token = RunLockContent.Parse(File.ReadAllText(Path.Combine(Locks, $"{Run}.lock")))!.Token;
        _folder.Write($"locks/{Run}.progress", text.Replace("TOKEN", $"{token}", StringComparison.Ordinal));
        Assert.Null(RunStore.OpenExisting(_folder.Path).Locks.HolderOf(Run)!.Heartbeat);
    }

    [Fact]
    public void Who_lost_the_lock_leaves_nothing()
    {
        RunStore store = RunStore.Open(_folder.Path);
        using RunLock held = store.Locks.TryTake(Run, "train")!;
        held.Progress = Half;
        _folder.Write($"locks/{Run}.lock", ResultJson.Write(RunLockContent.Mine("train")));
        held.BeatOnce();
        Assert.Single(Directory.GetFiles(Locks));
    }
}
