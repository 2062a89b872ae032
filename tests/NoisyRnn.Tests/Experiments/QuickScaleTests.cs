using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// Who runs a shipped experiment for the first time runs it at its quick scale, and sees networks that learnt the task. What came out of each run stands in
/// <c>golden/quick-scale.tsv</c> under the run's hash, so that a file, or a version, whose quick scale is another one is not in it. Where it is: run
/// <c>noisyrnn reproduce all --out DIR</c>, then this class's explicit test (<c>-explicit only</c>) with NOISYRNN_QUICK=DIR, and copy <c>quick-scale.tsv</c> from beside the tests.
/// </summary>
public sealed class QuickScaleTests
{
    private const string Table = "quick-scale.tsv", Counts = "counts";

    // Not all can: a linear network does not learn a sine, nor a network under more noise than its task bears. The table has the reason of each.
    private const double LeastShare = 2.0 / 3;

    // Experiment -> run -> outcome.
    private static readonly Lazy<ILookup<string, (string Run, string Outcome)>> Outcomes = new(static () =>
        File.ReadLines(Checkout.Path("tests", "NoisyRnn.Tests", "Experiments", "golden", Table)).Select(static line => line.Split('\t')).ToLookup(static fields => fields[0], static fields => (fields[1], fields[2])));

    public static TheoryData<string> Names => [.. ShippedExperiments.All().Select(static shipped => shipped.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_networks_of_a_shipped_quick_scale_learn_the_task(string name)
    {
        Assert.Equal(Shipped(name).Runs.Select(static run => run.Hash.Hex), Outcomes.Value[name].Select(static line => line.Run));
        Assert.InRange(Outcomes.Value[name].Count(static line => line.Outcome == Counts) / (double)Outcomes.Value[name].Count(), LeastShare, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_in_a_shipped_experiment_is_hardly_meant(string name) => Assert.Empty(Shipped(name).Remarks);

    [Fact(Explicit = true)]
    public void The_table_is_written_from_folders_of_runs()
    {
        var folder = Environment.GetEnvironmentVariable("NOISYRNN_QUICK");
        Assert.False(string.IsNullOrEmpty(folder), "NOISYRNN_QUICK names the folder that reproduce all --out wrote");
        var lines = ShippedExperiments.All().SelectMany(shipped => Lines(shipped.Name, Path.Combine(folder!, shipped.Name)));
        File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, Table), lines);
    }

    private static IEnumerable<string> Lines(string name, string folder)
    {
        var outcome = FolderReport.Decide(folder, static _ => { });
        var networks = (outcome.Content.Trainings.IsEmpty ? outcome.Content.Runs : outcome.Content.Trainings).ToLookup(static network => network.Run, StringComparer.Ordinal);
        foreach (var run in Experiment.OfFolder(folder).Runs)
        {
            var reasons = networks[run.Hash.Short].Select(static network => network.LeftOutReason ?? Counts).DefaultIfEmpty("not run").Distinct();
            yield return $"{name}\t{run.Hash.Hex}\t{string.Join("; ", reasons)}";
        }
    }

    private static Experiment Shipped(string name)
    {
        var text = ShippedExperiments.Find(name)!;
        var data = text.Contains("ecg", StringComparison.Ordinal) ? RealData.Find("ecg5000") : text.Contains("pixel-sequence", StringComparison.Ordinal) || text.Contains("digit-sequence", StringComparison.Ordinal) ? RealData.Find("mnist-10k") : null;
        return Experiment.Parse(text, name, Directory.GetCurrentDirectory(), "quick", [], data);
    }
}
