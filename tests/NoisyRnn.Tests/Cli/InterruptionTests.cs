using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>A run that is stopped in any way goes on by the same command, and ends with the bits of one that was not.</summary>
[Trait("speed", "slow")]
public sealed class InterruptionTests : IDisposable
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

        using var whole = new TemporaryFolder();
        NoisyRnnProcess.Run(whole.Path, TinyExperiment.LongRun()).Succeeded();
        var expected = Path.Combine(whole.Path, "out");
        Assert.DoesNotContain("missing", TinyExperiment.ParameterHashes(expected).Values);
        Assert.Equal(TinyExperiment.ParameterHashes(expected), TinyExperiment.ParameterHashes(Out));
        Assert.Equal(TinyExperiment.Sweeps(expected), TinyExperiment.Sweeps(Out));
    }

    [Fact]
    public void The_second_signal_ends_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent through libc");
        // One iteration of this network takes seconds, and the first signal waits for its end.
        using var process = NoisyRnnProcess.Start(
            _folder.Path, TinyExperiment.Run("--set", "training.batch=400000", "--workers", "1"));
        process.WaitUntil(() => process.HasSaid("of 4 runs"), "the first line of progress");
        process.Signal(NoisyRnnProcess.Interrupt);
        process.WaitUntil(() => process.HasSaid("stopping; once more ends at once"), "the answer to the first signal");
        process.Signal(NoisyRnnProcess.Interrupt);
        var stopped = process.Wait();
        Assert.Equal(130, stopped.Code);
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

    // Lines that hold a result: a header begins each file.
    private int ResultLines() => !Directory.Exists(Path.Combine(Out, "results")) ? 0
        : Directory.GetFiles(Path.Combine(Out, "results")).Sum(static file =>
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return Math.Max(0, reader.ReadToEnd().Count(static c => c == '\n') - 1);
        });
}
