using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What the manifest of a folder says of its runs: a person finds the network of a run by it.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly StoredExperiment _stored = new(
        """
        name: manifest
        task: {steps: 6, loss-steps: 3}
        network: {units: 3}
        training: {iterations: 2, validate-every: 2, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .1}
        grid: {sweep.trials: [6, 7]}
        """);

    public void Dispose() => _stored.Dispose();

    [Fact]
    public void Runs_that_keep_their_network_name_its_folder()
    {
        _stored.Run("keep=models");
        var runs = _stored.Planned("keep=models").Runs;
        // Two runs of one training share its network.
        Assert.Equal(runs[0].TrainingHash, runs[1].TrainingHash);
        foreach (var (run, entry) in runs.Zip(_stored.Opened.Manifest))
        {
            Assert.Equal((run.Hash, $"runs/{run.TrainingHash}"), (entry.Run, entry.Model));
            Assert.True(File.Exists(Path.Combine(_stored.Store, entry.Model!, "model.safetensors")));
        }
    }

    [Fact]
    public void A_folder_that_keeps_them_only_later_names_them_then()
    {
        _stored.Run();
        Assert.All(_stored.Opened.Manifest, static entry => Assert.Null(entry.Model));
        _stored.Run("keep=models");
        Assert.Equal(2, _stored.Opened.Manifest.Length);
        Assert.All(_stored.Opened.Manifest, entry => Assert.True(Directory.Exists(Path.Combine(_stored.Store, entry.Model!))));
        // Kept by nobody any more, they are still there.
        _stored.Run();
        Assert.All(_stored.Opened.Manifest, static entry => Assert.NotNull(entry.Model));
    }

    [Fact]
    public void Gathered_they_are_named_and_an_archive_which_has_none_names_none()
    {
        _stored.Run("keep=models");
        var both = Path.Combine(_stored.Store, "..", "both");
        Gathering.Into([_stored.Store], both, static _ => { });
        Assert.All(RunStore.OpenExisting(both).Manifest, entry => Assert.True(File.Exists(Path.Combine(both, entry.Model!, "model.safetensors"))));

        var (archive, opened) = (Path.Combine(_stored.Store, "..", "all.tar.br"), Path.Combine(_stored.Store, "..", "opened"));
        ResultArchive.Write(both, archive, [], static _ => { });
        ResultArchive.Open(archive, opened);
        Assert.Equal(2, RunStore.OpenExisting(opened).Manifest.Length);
        Assert.All(RunStore.OpenExisting(opened).Manifest, static entry => Assert.Null(entry.Model));
    }
}
