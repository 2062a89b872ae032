using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// Who runs a shipped experiment for the first time runs it at its quick scale, and sees networks that learnt the task. What came out of each run stands in
/// <c>golden/quick-scale.tsv</c> under the run's hash, so that a file, or a version, whose quick scale is another one is not in it. Where it is: run
/// <c>noisyrnn reproduce all --out DIR</c>, then this class with NOISYRNN_QUICK=DIR, and copy <c>quick-scale.tsv</c> from beside the tests.
/// </summary>
public sealed class QuickScaleTests
{
    private const string Table = "quick-scale.tsv", Counts = "counts";

    private static readonly Lazy<Dictionary<string, string>> Outcomes = new(static () =>
        File.ReadLines(Checkout.Path("tests", "NoisyRnn.Tests", "Experiments", "golden", Table)).Select(static line => line.Split('\t')).ToDictionary(static fields => fields[1], static fields => fields[2]));

    public static TheoryData<string> Names => [.. ShippedExperiments.All().Select(static shipped => shipped.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_network_of_a_shipped_quick_scale_counts(string name)
    {
        var runs = Shipped(name).Runs;
        Assert.NotEmpty(runs);
        Assert.All(runs, static run => Assert.Equal(Counts, Outcomes.Value.GetValueOrDefault(run.Hash.Hex, "not in the table")));
    }

    [Fact]
    public void The_table_is_written_from_folders_of_runs()
    {
        var folder = Environment.GetEnvironmentVariable("NOISYRNN_QUICK");
        if (string.IsNullOrEmpty(folder))
            return;
        var lines = ShippedExperiments.All().SelectMany(shipped => Lines(shipped.Name, Path.Combine(folder, shipped.Name)));
        File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, Table), lines);
    }

    private static IEnumerable<string> Lines(string name, string folder)
    {
        var outcome = ExperimentRunner.Decide(folder, static _ => { });
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
        var data = text.Contains("ecg", StringComparison.Ordinal) ? RealData.Find("ecg5000") : text.Contains("pixel-sequence", StringComparison.Ordinal) ? RealData.Find("mnist-10k") : null;
        return Experiment.Parse(text, name, Directory.GetCurrentDirectory(), "quick", [], data);
    }
}
