using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NoisyRnn.Executors;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>
/// Sweeps to which all sorts of things happen at random moments end with the bits of one to which nothing did. How much happens is said
/// by NOISYRNN_KILLS; where that is not set, a little.
/// </summary>
[Trait("speed", "slow")]
public sealed class ChaosTests : IClassFixture<SlurmCluster>, IDisposable
{
    private const int Seed = 1;
    private readonly SlurmCluster _cluster;
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(Seed);

    public ChaosTests(SlurmCluster cluster) => _cluster = cluster;

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("NOISYRNN_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 5;

    private string Out => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Theory]
    // A sweep of short trainings, and one that is long.
    [InlineData(8, 6_000)]
    [InlineData(1, 150_000)]
    public void A_program_that_is_killed_again_and_again_ends_with_the_same_bits(int seeds, int iterations)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent through libc");
        string[] settings = ["--quiet", "--set", $"grid.seed=1..{seeds}", "--set", $"training.iterations={iterations}"];
        for (var k = 0; k < Kills; k++)
        {
            using var process = NoisyRnnProcess.Start(_folder.Path, TinyExperiment.Run(settings));
            process.EndsWithin(TimeSpan.FromMilliseconds(_random.Next(200, 2500)));
            // A checkpoint is written twice a minute, or when asked to stop: by kills alone nothing long gets done here.
            process.TrySignal(k % 2 == 0 ? NoisyRnnProcess.Kill : NoisyRnnProcess.Terminate);
            process.Wait();
        }

        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run(settings)).Succeeded();
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.RunIn("here", settings)).Succeeded();
        SweepFolder.AreSame(Path.Combine(_folder.Path, "here"), Out);
    }

    [Fact]
    public void A_sweep_of_Slurms_to_which_everything_happens_ends_with_the_same_bits()
    {
        Assert.SkipUnless(SlurmCluster.IsHere, "needs slurm-wlm and munge");
        string[] settings = ["--quiet", "--set", "grid.seed=1..10", "--set", "training.iterations=20000"];
        string[] submit = TinyExperiment.Run([.. settings, "--executor", "slurm", "--chunk", "2", "--time", "10"]);
        using (var submitting = NoisyRnnProcess.Start(_folder.Path, _cluster.Environment, submit))
        {
            submitting.EndsWithin(TimeSpan.FromMilliseconds(_random.Next(500, 2000)));
            submitting.TrySignal(NoisyRnnProcess.Kill);
            submitting.Wait();
        }

        NoisyRnn(submit);
        for (var k = 0; k < Kills; k++)
        {
            Thread.Sleep(_random.Next(100, 1500));
            Happen(k % 5);
            if (_cluster.Call("squeue", "--noheader").Length == 0)
                NoisyRnn("retry", "out");
        }

        for (var again = 0; again < 5 && Counts().Keys.Any(static state => state != "done"); again++)
        {
            // What a cluster's administrator does about a node that could not start a job.
            _cluster.Call("scontrol", "update", "nodename=a,b", "state=resume");
            NoisyRnn("retry", "out");
            _cluster.WaitUntil(() => _cluster.Call("squeue", "--noheader", "--format=%r").Split('\n', StringSplitOptions.RemoveEmptyEntries).All(static reason => reason.Contains("held", StringComparison.Ordinal) || reason == "Dependency"), "the sweep");
        }

        // Nothing is left to do but to tidy up, where the last job was killed.
        _cluster.WaitUntilIdle();
        NoisyRnn("retry", "out");
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.RunIn("here", settings)).Succeeded();
        SweepFolder.AreSame(Path.Combine(_folder.Path, "here"), Out);
    }

    private void Happen(int what)
    {
        switch (what)
        {
            case 0:
                foreach (var process in Workers().Take(1))
                    process.Kill();
                break;
            case 1:
                _cluster.Kill("slurmctld");
                _cluster.Start("slurmctld");
                break;
            case 2:
                var node = _random.Next(2) == 0 ? "a" : "b";
                _cluster.Kill(node);
                _cluster.Start(node);
                break;
            case 3:
                foreach (var job in Running().Take(1))
                    _cluster.Call("scontrol", "requeue", job);
                break;
            default:
                if (Submission.In(Out) is [{ Job: { } array }, ..])
                    _cluster.Call("scancel", $"{array}_[5-9]");
                break;
        }
    }

    // By their locks.
    private IEnumerable<Process> Workers()
    {
        foreach (var file in Directory.Exists(Path.Combine(Out, "locks")) ? Directory.GetFiles(Path.Combine(Out, "locks"), "*.lock") : [])
        {
            Process? process = null;
            try
            {
                process = Process.GetProcessById(JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("process").GetInt32());
            }
            catch (Exception error) when (error is ArgumentException or IOException or JsonException)
            {
                // It has ended.
            }

            if (process is not null)
                yield return process;
        }
    }

    private string[] Running() => _cluster.Call("squeue", "--noheader", "--states=running", "--format=%A").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private NoisyRnnProcess.Finished NoisyRnn(params IEnumerable<string> arguments) => _cluster.NoisyRnn(_folder.Path, arguments);

    private Dictionary<string, int> Counts() => SweepFolder.Counts(NoisyRnn("status", "out").Succeeded());
}
