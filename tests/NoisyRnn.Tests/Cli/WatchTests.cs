using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn watch</c>: what another process computes.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_follows_the_runs_of_another_process_to_their_end()
    {
        using var run = NoisyRnnProcess.Start(_folder.Path, TinyExperiment.Run("--quiet", "--workers", "1", "--set", "training.iterations=8000"));
        run.WaitUntil(() => File.Exists(Path.Combine(_folder.Path, "out", "experiment.yaml")), "the folder");
        var said = NoisyRnnProcess.Run(_folder.Path, "watch", "out", "--every", "0.2");
        said.Succeeded();
        Assert.Equal(0, run.Wait().Code);
        Assert.Equal("4 of 4 runs done, 100 %", said.Lines[^1]);
        Assert.Contains(said.Lines, static line => line.Contains(" running, ", StringComparison.Ordinal));
        Assert.Equal(said.Lines.Distinct(), said.Lines);
    }

    [Fact]
    public void Ctrl_C_is_its_regular_end_and_what_is_no_folder_of_runs_is_refused()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        Directory.Delete(Path.Combine(_folder.Path, "out", "results"), recursive: true);
        using (var watch = NoisyRnnProcess.Start(_folder.Path, "watch", "out"))
        {
            // The runtime itself listens to the others from its start.
            watch.WaitUntil(() => watch.Handles(NoisyRnnProcess.User1), "listening");
            watch.Signal(NoisyRnnProcess.Interrupt);
            Assert.Equal((0, "0 of 4 runs done, 4 missing, 0 %\n"), watch.Wait() is var end ? (end.Code, end.Output) : default);
        }

        Assert.Contains("no store of runs", NoisyRnnProcess.Run(_folder.Path, "watch", ".").Refused(), StringComparison.Ordinal);
        Assert.Contains("--every", NoisyRnnProcess.Run(_folder.Path, "watch", "out", "--every", "0").Refused(), StringComparison.Ordinal);
    }
}
