using System.Globalization;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Experiments;
using NoisyRnn.Tests.Python;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>
/// Event files, read by libraries of others: crcmod and protobuf. TensorBoard itself is packaged neither by Debian nor by NuGet; the script reads what its reader reads.
/// </summary>
public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_records_have_their_checksums_and_hold_each_finite_point_of_each_curve()
    {
        EventFile.Write(Path.Combine(_folder.Path, "run", EventFile.NameStart + "1"), DateTimeOffset.FromUnixTimeSeconds(1000), [
            new("a/loss", "what it is", [(0, 0, 1.5), (10, 2.5, double.NaN), (2_000_000_000_000, 5, -0.25)]), new("b", "ψ", [(1, 0, 3)])]);
        Assert.Equal(["run\ta/loss\t0\t1000.0\t1.5", "run\ta/loss\t2000000000000\t1005.0\t-0.25", "run\tb\t1\t1000.0\t3.0"], Read(_folder.Path));
    }

    [Fact]
    public void A_folder_of_runs_becomes_a_folder_a_run_with_its_learning_curve_and_its_sweep()
    {
        using var experiment = new StoredExperiment(
            """
            name: curves
            task: {kind: function-approximation, steps: 8, loss-steps: 4}
            network: {units: 3}
            training: {iterations: 20, validate-every: 10, batch: 8}
            sweep: {levels: [0, 1], draws: 4, trials: 6}
            noise: {sigma: .1}
            grid: {seed: 1..2, network.activation: [relu, tanh]}
            """);
        experiment.Run();
        Assert.Equal((4, 0), TensorBoardExport.Write(experiment.Store, _folder.Path));
        var lines = Read(_folder.Path).Select(static line => line.Split('\t')).ToArray();
        foreach (var run in experiment.Planned().Runs)
        {
            var curve = experiment.Opened.Results.Get<TrainingResult>(run.TrainingHash, "train")!.Curve;
            var mine = lines.Where(line => line[0].EndsWith(run.Hash.Short, StringComparison.Ordinal)).ToLookup(static line => line[1]);
            Assert.Equal(curve.Iterations.Zip(curve.TrainingLoss, static (step, loss) => ((long)step, (float)loss)), mine["training/loss"].Select(Point));
            Assert.Equal(curve.Iterations.Zip(curve.ValidationLoss, static (step, loss) => ((long)step, (float)loss)), mine["validation/loss"].Select(Point));
            Assert.Equal([0, 1000], mine["test-noise/loss"].Select(static line => Point(line).Step));
            Assert.Equal(["test-noise/bias-squared", "test-noise/loss", "test-noise/variance", "training/loss", "validation/loss"], mine.Select(static curves => curves.Key).Order(StringComparer.Ordinal));
        }

        Assert.Equal(["seed=1 relu", "seed=1 tanh", "seed=2 relu", "seed=2 tanh"], Directory.GetDirectories(_folder.Path).Select(static path => Path.GetFileName(path)[..^11]).Order(StringComparer.Ordinal));
        Assert.Contains("no store of runs", Refusal.Of(() => TensorBoardExport.Write(_folder.Path, _folder.Path)), StringComparison.Ordinal);
    }

    private static (long Step, float Value) Point(string[] line) => (long.Parse(line[2], CultureInfo.InvariantCulture), (float)double.Parse(line[4], CultureInfo.InvariantCulture));

    private static string[] Read(string folder) => SystemPython.Run(
        SystemPython.With("crcmod", "google.protobuf"), folder, new Dictionary<string, string>(), TestFiles.Find("Formats/Events/read_events.py"), folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
