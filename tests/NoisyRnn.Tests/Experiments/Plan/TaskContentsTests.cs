using NoisyRnn.Experiments;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A folder of runs says what its data were: it is read without them, and names the same runs.</summary>
public sealed class TaskContentsTests : IDisposable
{
    private readonly DigitFolder _digits = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _digits.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_runs_are_the_same_without_the_files()
    {
        var saved = Save("grid: {task.chunk: [28, 392], seed: 1..2}");
        Array.ForEach(Directory.GetFiles(_digits.Path), File.Delete);
        var read = Experiment.OfFolder(_folder.Path);
        Assert.Equal(saved.Runs.Select(Named), read.Runs.Select(Named));
        Assert.Contains("87 training, 3 validation and 20 test", read.Runs[0].TaskSummary, StringComparison.Ordinal);
        // The places of the files are the only thing that is missing.
        Assert.Contains("train-images-idx3-ubyte", Refusal.Of(() => Experiment.Read(Path.Combine(_folder.Path, "experiment.yaml"), null, [])), StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_speaks_of_its_own_data_and_a_run_of_those_that_are_there()
    {
        var saved = Save("");
        var labels = File.ReadAllBytes(_digits.File("t10k-labels-idx1-ubyte"));
        labels[^1] = 3;
        _digits.Write("t10k-labels-idx1-ubyte", labels);
        Assert.Equal(saved.Runs.Select(Named), Experiment.OfFolder(_folder.Path).Runs.Select(Named));
        var again = Experiment.Read(Path.Combine(_folder.Path, "experiment.yaml"), null, []);
        Assert.NotEqual(saved.Runs[0].Hash, again.Runs[0].Hash);
        // And once it is saved again, the folder speaks of the new data.
        again.Save(_folder.Path);
        Assert.Equal(again.Runs[0].Hash, Experiment.OfFolder(_folder.Path).Runs[0].Hash);
    }

    [Fact]
    public void A_folder_that_does_not_say_is_read_with_its_files()
    {
        var saved = Save("");
        var path = Path.Combine(_folder.Path, "experiment.yaml");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..text.IndexOf("contents:", StringComparison.Ordinal)]);
        Assert.Equal(saved.Runs.Select(Named), Experiment.OfFolder(_folder.Path).Runs.Select(Named));
        File.Delete(_digits.File("t10k-labels-idx1-ubyte"));
        Assert.Contains("no such file", Refusal.Of(() => Experiment.OfFolder(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_hash_is_told()
    {
        Save("");
        var path = Path.Combine(_folder.Path, "experiment.yaml");
        var text = File.ReadAllText(path);
        var at = text.IndexOf("files: [", StringComparison.Ordinal) + "files: [".Length;
        File.WriteAllText(path, text[..at] + "x" + text[(at + 1)..]);
        Assert.Contains($"{path}: is not as it was written (its checksum does not fit)", Refusal.Of(() => Experiment.OfFolder(_folder.Path)), StringComparison.Ordinal);
        // Without a checksum it is held to what may stand there alone.
        File.WriteAllLines(path, File.ReadAllLines(path)[..^1]);
        Assert.Contains("contents.0.files: not hashes; allowed is 64 hexadecimal digits for each file", Refusal.Of(() => Experiment.OfFolder(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_files_says_nothing()
    {
        SmallExperiment.Of("").Save(_folder.Path);
        Assert.DoesNotContain("contents", File.ReadAllText(Path.Combine(_folder.Path, "experiment.yaml")), StringComparison.Ordinal);
    }

    private Experiment Save(string more)
    {
        var experiment = Experiment.Parse($"name: small\ntask: {{kind: pixel-sequence, chunk: 28}}\n{more}", SmallExperiment.File, "/absent", null, [], _digits.Path);
        experiment.Save(_folder.Path);
        return experiment;
    }

    private static (string, string, string, string) Named(PlannedRun run) => (run.Hash.Hex, run.TrainingHash.Hex, run.ResolvedSpec, run.TaskSummary);
}
