using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// Every kind of file that a folder of runs has, damaged in every region and cut off anywhere: status, report and run say so or make it again, and what
/// comes out in the end is what would have come out.
/// </summary>
[Trait("speed", "slow")]
public sealed class StoreFuzzTests : IDisposable
{
    // Set to 1000 for a release: each case is a status, a report and a run.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("NOISYRNN_FUZZ_CASES"), out var cases) ? cases : 100;

    private readonly TemporaryFolder _folder = new();
    private readonly Experiment _experiment;

    public StoreFuzzTests() => _experiment = Experiment.Parse(
        """
        name: fuzzed
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 6, validate-every: 3, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        operating-points: {every: 2, trials: 2}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9, resamples: 200}
        claims: [c1-prefers-training-noise]
        keep: models
        grid: {seed: 1..2}
        """,
        "fuzzed.yaml", _folder.Path, null, []);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damage_anywhere_is_told_or_made_good_and_never_a_wrong_result(bool isCutOff)
    {
        var whole = In("whole");
        Run(whole);
        var (bodies, outcome) = (Bodies(whole), Decided(whole)!);
        var start = isCutOff ? CutOff() : whole;
        string[] files = [.. Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories).Where(IsRead).Select(path => Path.GetRelativePath(start, path)).Order(StringComparer.Ordinal)];
        foreach (var kind in isCutOff ? new[] { "checkpoint.safetensors", "000000002.safetensors" } : ["manifest.jsonl", "experiment.yaml", "model.safetensors", ".json", "0.jsonl"])
            Assert.Contains(files, file => file.EndsWith(kind, StringComparison.Ordinal));
        foreach (var (k, file) in files.Index())
        {
            foreach (var damaged in Mutations.Of(File.ReadAllBytes(Path.Combine(start, file)), Math.Max(1, Cases / files.Length / 2), seed: k))
                Check(start, file, damaged, bodies, outcome);
        }
    }

    private void Check(string start, string file, byte[] damaged, string[] bodies, string outcome)
    {
        var store = In("damaged");
        if (Directory.Exists(store))
            Directory.Delete(store, recursive: true);
        Copy(start, store);
        File.WriteAllBytes(Path.Combine(store, file), damaged);
        Refusal.SucceedsOrRefuses(() => RunsStatus.Of(store));
        if (Decided(store) is { } decided && !decided.Contains("\"missing\":", StringComparison.Ordinal))
            Assert.Equal(outcome, decided);
        Run(store);
        Assert.True(bodies.SequenceEqual(Bodies(store)), $"{file}: other results");
        Assert.Equal(outcome, Decided(store));
    }

    // Null where it is refused; "missing" stands in it where not all is there.
    private static string? Decided(string store)
    {
        try
        {
            var decided = FolderReport.Decide(store, static _ => { });
            return decided.Missing > 0 ? "\"missing\":" : decided.ToJson().Replace(",\"missing\":0", "", StringComparison.Ordinal);
        }
        catch (InputException refused)
        {
            Assert.Contains(store, refused.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private void Run(string store) => Assert.Empty(new ExperimentRunner(_experiment, store, workers: 1).Run(TestContext.Current.CancellationToken).Failures);

    // One run is cut off in its training, the other not begun.
    private string CutOff()
    {
        var store = RunStore.Open(In("cut"));
        _experiment.Save(store.Directory);
        store.AddToManifest(_experiment.Runs.Select(static run => new ManifestEntry { Run = run.Hash, Point = run.Point.Values, Spec = run.ResolvedSpec, Created = DateTimeOffset.UnixEpoch }));
        using var stop = new CancellationTokenSource();
        using var writer = store.OpenWriter(0);
        Assert.Throws<OperationCanceledException>(() => new RunWork(store, _experiment.Runs[0], 1) { Log = static _ => { } }.Execute(writer, beat => { if (beat.Iteration > 3) stop.Cancel(); }, stop.Token));
        return store.Directory;
    }

    private string[] Bodies(string store)
    {
        var results = RunStore.OpenExisting(store).Results;
        return [.. _experiment.Runs.SelectMany(run => run.Stages.Select(stage => results.Body(stage.Hash, stage.Name)).Prepend(results.Body(run.TrainingHash, RunWork.TrainingStageName))).Select(static body => body ?? "missing")];
    }

    // Pages and figures are written, and never read.
    private static bool IsRead(string path) => !path.Contains("report.html", StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}figures{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetFileName(path) != "store.lock";

    private string In(string name) => Path.Combine(_folder.Path, name);

    private static void Copy(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(path, place);
        }
    }
}
