using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>A run that is stopped in any way goes on by the same command, and ends with the bits of one that was not.</summary>
/// <param name="whole">The run that was not stopped.</param>
[Trait("speed", "slow")]
public sealed class InterruptionTests(UninterruptedRun whole) : IClassFixture<UninterruptedRun>, IDisposable
{
    // A training takes seconds: after this it has begun and is far from its end.
    private static readonly TimeSpan IntoTheNext = TimeSpan.FromMilliseconds(300);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Signals => [NoisyRnnProcess.Interrupt, NoisyRnnProcess.Terminate, NoisyRnnProcess.Kill];

    private string Out => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_stopped_run_goes_on_to_the_same_bits(int signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent through libc");
        using (var process = NoisyRnnProcess.Start(_folder.Path, TinyExperiment.LongRun("--workers", "1")))
        {
            // In the second of the trainings: one is in the store, one is not, two have not begun.
            process.WaitUntil(() => Directory.Exists(Out) && ResultLines() >= 2, "the first run's results");
            Thread.Sleep(IntoTheNext);
            process.Signal(signal);
            var stopped = process.Wait();
            Assert.Equal("", stopped.Output);
            if (signal == NoisyRnnProcess.Kill)
            {
                Assert.Equal(128 + NoisyRnnProcess.Kill, stopped.Code);
            }
            else
            {
                Assert.Equal(130, stopped.Code);
                Assert.Contains("noisyrnn: interrupted; the same command goes on from here", stopped.Errors, StringComparison.Ordinal);
                Assert.Single(Directory.GetFiles(Path.Combine(Out, "runs"), "checkpoint.safetensors", SearchOption.AllDirectories));
                Assert.Empty(Directory.GetFiles(Path.Combine(Out, "locks")));
            }
        }

        var status = NoisyRnnProcess.Run(_folder.Path, "status", "out").Succeeded();
        Assert.Contains("running\t0\n", status, StringComparison.Ordinal);
        Assert.DoesNotContain("done\t4\n", status, StringComparison.Ordinal);
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.LongRun("--workers", "1")).Succeeded();
        Assert.Empty(Directory.GetFiles(Path.Combine(Out, "runs"), "checkpoint.safetensors", SearchOption.AllDirectories));

        var expected = whole.Out.Value;
        Assert.DoesNotContain("missing", TinyExperiment.ParameterHashes(expected).Values);
        Assert.Equal(TinyExperiment.ParameterHashes(expected), TinyExperiment.ParameterHashes(Out));
        Assert.Equal(TinyExperiment.Sweeps(expected), TinyExperiment.Sweeps(Out));
    }

    [Theory]
    [InlineData(NoisyRnnProcess.HangUp)]
    [InlineData(NoisyRnnProcess.User1)]
    [InlineData(NoisyRnnProcess.User2)]
    [InlineData(NoisyRnnProcess.CpuTime)]
    [InlineData(NoisyRnnProcess.Terminate)]
    public void A_lost_terminal_or_a_batch_systems_warning_stops_as_ctrl_c_does_however_often_it_comes(int signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent through libc");
        using var process = NoisyRnnProcess.Start(_folder.Path, Endless());
        process.WaitUntil(() => process.HasSaid("of 4 runs"), "the first line of progress");
        // timeout, dotnet run and shells that lose their terminal send it to the process and to its group.
        for (var k = 0; k < 3; k++)
            process.Signal(signal);
        StoppedWithACheckpoint(process.Wait());
    }

    [Fact]
    public void What_nohup_has_ignored_stays_ignored()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent through libc");
        using var process = NoisyRnnProcess.StartShell(_folder.Path, "trap '' HUP USR1; exec \"$@\"", Endless());
        process.WaitUntil(() => process.HasSaid("of 4 runs"), "the first line of progress");
        Assert.False(process.Handles(NoisyRnnProcess.HangUp));
        Assert.False(process.Handles(NoisyRnnProcess.User1));
        process.Signal(NoisyRnnProcess.HangUp);
        process.Signal(NoisyRnnProcess.User1);
        process.Signal(NoisyRnnProcess.User2);
        StoppedWithACheckpoint(process.Wait());
    }

    [Theory]
    [InlineData("bench", "--seconds", "3600", "--threads", "1")]
    [InlineData("reproduce", "function-approximation", "--scale", "full", "--out", "out")]
    public void Every_long_verb_stops_when_asked_to(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent through libc");
        using var process = NoisyRnnProcess.Start(_folder.Path, arguments);
        process.WaitUntil(() => process.Handles(NoisyRnnProcess.User1), "the handler");
        process.Signal(NoisyRnnProcess.User1);
        var stopped = process.Wait();
        Assert.Equal(130, stopped.Code);
        Assert.Contains("noisyrnn: interrupted; the same command goes on from here", stopped.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_signal_ends_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent through libc");
        // One iteration of this network takes seconds, and the first signal waits for its end.
        using var process = NoisyRnnProcess.Start(
            _folder.Path, TinyExperiment.Run("--set", "training.batch=1000000", "--set", "network.units=100", "--workers", "1"));
        process.WaitUntil(() => process.HasSaid("of 4 runs"), "the first line of progress");
        process.Insist(NoisyRnnProcess.Interrupt);
        var stopped = process.Wait();
        Assert.Equal(130, stopped.Code);
        Assert.Contains("stopping; Ctrl-C once more ends at once", stopped.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("interrupted", stopped.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_share_the_runs_of_one_folder()
    {
        using var first = NoisyRnnProcess.Start(_folder.Path, TinyExperiment.LongRun("--json", "--workers", "1"));
        using var second = NoisyRnnProcess.Start(_folder.Path, TinyExperiment.LongRun("--json", "--workers", "1"));
        var (one, other) = (first.Wait(), second.Wait());
        // Both end with all of the results, and no run was computed twice.
        Assert.Equal(one.Succeeded(), other.Succeeded());
        Assert.Contains("\"missing\":0", one.Output, StringComparison.Ordinal);
        Assert.Equal(2 * TinyExperiment.Runs, ResultLines());
        Assert.Empty(RunStore.OpenExisting(Out).Warnings);
    }

    private static string[] Endless() => TinyExperiment.Run("--set", "training.iterations=100000000", "--workers", "1");

    private void StoppedWithACheckpoint(NoisyRnnProcess.Finished stopped)
    {
        Assert.Equal((130, ""), (stopped.Code, stopped.Output));
        Assert.Contains("noisyrnn: interrupted; the same command goes on from here", stopped.Errors, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(Out, "runs"), "checkpoint.safetensors", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(Path.Combine(Out, "locks")));
    }

    // Whole lines that hold a result: the first of a file says what it is, and the last that it has ended.
    private int ResultLines() => !Directory.Exists(Path.Combine(Out, "results")) ? 0
        : Directory.GetFiles(Path.Combine(Out, "results")).Sum(static file =>
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Split('\n').SkipLast(1).Count(static line => line.StartsWith("{\"run\"", StringComparison.Ordinal));
        });
}
