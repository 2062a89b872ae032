using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Some runs of a grid are planned as all of them are, without those that are not wanted.</summary>
public sealed class GridPartTests
{
    private const string Yaml = """
        name: small
        network: {units: 2}
        noise: {sigma: .1}
        arms:
          plain:
          fast: {training.optimizer.rate: .01}
        grid:
          - {network.activation: [relu, tanh], seed: 1..5}
          - {arms: [plain], network.activation: [sigmoid], seed: 1..3}
        """;

    [Fact]
    public void A_part_has_the_runs_that_stand_at_its_places()
    {
        using var folder = new TemporaryFolder();
        folder.Write(Experiment.SavedName, Yaml);
        var all = Experiment.OfFolder(folder.Path).Runs;
        Assert.Equal(Enumerable.Range(0, 23), all.Select(static run => run.Place));
        foreach (int[] places in new int[][] { [0], [22], [4, 5, 9], [21, 3, 10, 3] })
        {
            var part = Experiment.OfFolder(folder.Path, GridPart.Of(places)).Runs;
            Assert.Equal(places.Distinct().Order().Select(place => (place, all[place].Hash, all[place].Point.ToString())), part.Select(static run => (run.Place, run.Hash, run.Point.ToString())));
        }
    }

    [Fact]
    public void A_place_that_the_grid_does_not_have_is_said()
    {
        using var folder = new TemporaryFolder();
        folder.Write(Experiment.SavedName, Yaml);
        Assert.Contains("grid: has no combination at 23, 24, 25 and 1 more", Refusal.Of(() => Experiment.OfFolder(folder.Path, GridPart.Of([23, 24, 25, 26]))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shared_by_runs_is_hashed_as_if_it_were_not()
    {
        // The bound specs of a grid are made of one another's parts; a run planned by itself has none.
        using var folder = new TemporaryFolder();
        folder.Write(Experiment.SavedName, Yaml);
        var all = Experiment.OfFolder(folder.Path).Runs;
        foreach (var run in all)
        {
            var alone = Assert.Single(Experiment.OfFolder(folder.Path, GridPart.Of([run.Place])).Runs);
            Assert.Equal((run.Hash, run.TrainingHash, run.TwinHash, run.Arm, run.ResolvedSpec, run.SettingsText), (alone.Hash, alone.TrainingHash, alone.TwinHash, alone.Arm, alone.ResolvedSpec, alone.SettingsText));
            Assert.Equal(CanonicalJson.Of(SpecTree.ToHash(run.Spec.Setup)), CanonicalJson.Of(SpecTree.ToHash(run.Spec.Setup, new SharedParts()), new SharedParts()));
            Assert.Equal(StageHash.Of("train", PlannedRun.TrainingRevisionOf(run.Spec.Setup), run.Spec.Setup), run.TrainingHash);
        }
    }
}
