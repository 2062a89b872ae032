using NoisyRnn.Runs;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>Sweeps through a real Slurm end as those of one process do, to the bit, whatever is done to them on the way.</summary>
[Trait("speed", "slow")]
public sealed class SlurmSweepTests : IClassFixture<SlurmCluster>, IDisposable
{
    private readonly SlurmCluster _cluster;
    private readonly TemporaryFolder _folder = new();

    public SlurmSweepTests(SlurmCluster cluster)
    {
        Assert.SkipUnless(SlurmCluster.IsHere, "needs slurm-wlm and munge");
        _cluster = cluster;
    }

    private string Out => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_hundred_runs_are_those_of_one_process_bit_by_bit()
    {
        string[] sweep = ["--set", "grid.seed=1..100", "--quiet"];
        var submitted = NoisyRnn(TinyExperiment.Run([.. sweep, "--executor", "slurm", "--chunk", "20", "--time", "5"]));
        Assert.Equal("", submitted.Succeeded());
        Assert.Contains(": 200 runs in 10 elements, and job ", submitted.Errors, StringComparison.Ordinal);
        Assert.Equal(200, Counts().Values.Sum());
        _cluster.WaitUntilIdle();

        Assert.Equal(new() { ["done"] = 200 }, Counts());
        Assert.True(File.Exists(Path.Combine(Out, "report.html")), "the last job writes the report");
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.RunIn("here", sweep)).Succeeded();
        SweepFolder.AreSame(Path.Combine(_folder.Path, "here"), Out);
    }

    private NoisyRnnProcess.Finished NoisyRnn(params IEnumerable<string> arguments) => _cluster.NoisyRnn(_folder.Path, arguments);

    // The counts that are not 0.
    private Dictionary<string, int> Counts() => SweepFolder.Counts(NoisyRnn("status", "out").Succeeded());
}
