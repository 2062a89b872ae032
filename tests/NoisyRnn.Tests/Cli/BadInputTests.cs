using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>Files and folders that are not what they should be: a line that names them, code 2, and nothing lost.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("absent.yaml", "noisyrnn: absent.yaml: no such file; unknown shipped experiment 'absent.yaml'; (allowed: ")]
    [InlineData("function-aproximation", "noisyrnn: function-aproximation: no such file; unknown shipped experiment 'function-aproximation'; did you mean 'function-approximation'?")]
    [InlineData(".", "noisyrnn: .: is a folder; a file is needed")]
    [InlineData("garbage.yaml", "noisyrnn: garbage.yaml: not text in UTF-8 (byte 1)")]
    [InlineData("binary.yaml", "noisyrnn: binary.yaml:1:1: the control character U+007F is not allowed; take it out, ")]
    [InlineData("two.yaml", "noisyrnn: two.yaml:1:5: dt: -1 is not allowed; a number above 0\nnoisyrnn: two.yaml:1:1: name: missing; text")]
    public void A_file_that_is_no_experiment_is_refused(string file, string expected)
    {
        _folder.Write("garbage.yaml", [(byte)'a', 0xff, 0xfe, 0x00]);
        _folder.Write("binary.yaml", [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 0, 0]);
        _folder.Write("two.yaml", "dt: -1\n");
        var errors = NoisyRnnProcess.Run(_folder.Path, "run", file).Refused().Split('\n');
        Assert.Equal(expected.Split('\n').Length, errors.Length);
        Assert.All(expected.Split('\n'), line => Assert.Contains(errors, error => error.StartsWith(line, StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "runs")));
    }

    [Fact]
    public void A_bad_setting_is_named_by_its_option() => Assert.Equal(
        "noisyrnn: --set network.units: network.units: -3 is not allowed; a whole number from 1 to 65536",
        NoisyRnnProcess.Run(_folder.Path, "run", "function-approximation", "--set", "network.units=-3").Refused());

    [Theory]
    [InlineData("file", "noisyrnn: file: is a file; a folder is needed")]
    [InlineData("file/below", "noisyrnn: file/below: cannot be written: ")]
    [InlineData("/proc/absent", "noisyrnn: /proc/absent: cannot be written: ")]
    [InlineData("full", "noisyrnn: full: is no store (no manifest.jsonl) but not empty either (letter.txt); name a new or an empty folder")]
    public void A_folder_that_cannot_be_used_is_refused_before_anything_runs(string folder, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc");
        _folder.Write("file", "text");
        _folder.Write("full/letter.txt", "text");
        Assert.StartsWith(expected, NoisyRnnProcess.Run(_folder.Path, TinyExperiment.RunIn(folder)).Refused(), StringComparison.Ordinal);
        Assert.Equal(["letter.txt"], Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "full")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("report")]
    public void A_folder_without_runs_is_refused(string verb)
    {
        _folder.Write("full/letter.txt", "text");
        foreach (var folder in new[] { "absent", "full", "full/letter.txt" })
        {
            // A file may be an archive of results, which report takes.
            var isFile = verb == "report" && folder == "full/letter.txt";
            Assert.StartsWith(
                isFile ? $"noisyrnn: {folder}: no archive of results, or one that is cut off or damaged: " : $"noisyrnn: {folder}: is no store of runs (no manifest.jsonl); name the folder given to --out",
                NoisyRnnProcess.Run(_folder.Path, verb, folder).Refused(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("status")]
    [InlineData("report")]
    [InlineData("run")]
    public void A_store_of_another_format_is_refused_and_left_as_it_is(string verb)
    {
        Complete();
        var manifest = Path.Combine(Out, "manifest.jsonl");
        File.WriteAllLines(manifest, [StoreFormat.Header(2, StoreFormat.Manifest), .. File.ReadAllLines(manifest)[1..]]);
        var before = File.ReadAllText(manifest);
        Assert.Equal(
            $"noisyrnn: {Path.Combine("out", "manifest.jsonl")}:1: found format 2 of noisyrnn-store; expected format 1 of noisyrnn-store",
            NoisyRnnProcess.Run(_folder.Path, verb == "run" ? TinyExperiment.Run() : [verb, "out"]).Refused());
        Assert.Equal(before, File.ReadAllText(manifest));
    }

    [Fact]
    public void Torn_lines_cost_only_themselves_and_are_computed_again()
    {
        Complete();
        var expected = (TinyExperiment.ParameterHashes(Out), TinyExperiment.Sweeps(Out));
        foreach (var file in Directory.GetFiles(Path.Combine(Out, "results")))
        {
            // The last line says that the file has ended: a writer that is stopped leaves none, and a torn one before it.
            var text = File.ReadAllText(file);
            File.WriteAllText(file, text[..(text.TrimEnd('\n').LastIndexOf('\n') - 20)]);
        }

        var status = NoisyRnnProcess.Run(_folder.Path, "status", "out");
        Assert.Contains("done\t3\n", status.Succeeded(), StringComparison.Ordinal);
        Assert.Contains("the last line is not whole (a writer was stopped, or writes just now); it counts as missing", status.Errors, StringComparison.Ordinal);
        Assert.Contains("\"missing\":1", NoisyRnnProcess.Run(_folder.Path, "report", "out", "--json").Succeeded(), StringComparison.Ordinal);

        var again = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet"));
        again.Succeeded();
        Assert.Contains("1 run to do, 3 done", again.Errors, StringComparison.Ordinal);
        Assert.Equal(expected.Item1, TinyExperiment.ParameterHashes(Out));
        Assert.Equal(expected.Item2, TinyExperiment.Sweeps(Out));
    }

    [Fact]
    public void A_folder_with_nothing_finished_has_a_status_and_a_report()
    {
        Complete();
        Directory.Delete(Path.Combine(Out, "results"), recursive: true);
        Assert.Contains("missing\t4\n", NoisyRnnProcess.Run(_folder.Path, "status", "out").Succeeded(), StringComparison.Ordinal);
        Assert.Contains("\"missing\":4", NoisyRnnProcess.Run(_folder.Path, "report", "out", "--json").Succeeded(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("experiment.yaml", "no such file")]
    [InlineData("experiment.yaml", "is a map of keys", "[1]")]
    public void A_folder_without_its_experiment_is_refused_and_the_run_mends_it(string file, string expected, string? content = null)
    {
        Complete();
        File.Delete(Path.Combine(Out, file));
        if (content is not null)
            File.WriteAllText(Path.Combine(Out, file), content);
        Assert.Contains(expected, NoisyRnnProcess.Run(_folder.Path, "report", "out").Refused(), StringComparison.Ordinal);
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        NoisyRnnProcess.Run(_folder.Path, "report", "out").Succeeded();
    }

    [Theory]
    [InlineData(false, "not a checkpoint of this run (format 2); the network is trained from the start")]
    [InlineData(true, "not a whole safetensors file")]
    public void A_checkpoint_that_does_not_fit_is_told_and_done_without(bool isTruncated, string expected)
    {
        var runs = Plan();
        var path = Path.Combine(Out, "runs", runs[1].TrainingHash.Hex, "checkpoint.safetensors");
        var spec = runs[0].Spec;
        var state = new Trainer<float>(new Setup { Task = spec.Setup.Task, Network = spec.Setup.Network, Dt = spec.Setup.Dt, Noise = spec.Setup.Noise, Training = spec.Setup.Training, Seed = spec.Setup.Seed }, threads: 1).State;
        Checkpoint.Write(path, state, runs[0].TrainingHash.Hex);
        if (isTruncated)
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        IsToldAndMadeAgain(path, expected);
    }

    [Fact]
    public void A_damaged_model_is_told_and_trained_again()
    {
        Complete();
        var run = Plan()[2];
        var model = Path.Combine(Out, "runs", run.TrainingHash.Hex, "model.safetensors");
        // The sweep is gone, so that the model is needed.
        Remove(run, "sweep");
        var bytes = File.ReadAllBytes(model);
        bytes[^1] ^= 1;
        File.WriteAllBytes(model, bytes);
        IsToldAndMadeAgain(model, "damaged, or altered after it was written: its SHA-256 is not that of its content; the network is trained again");
        File.WriteAllBytes(model, bytes[..^8]);
        Remove(run, "sweep");
        IsToldAndMadeAgain(model, "not a whole safetensors file");
        // Whole, and another seed's.
        File.Copy(new StoredModel(RunStore.OpenExisting(Out), Plan()[3]).Path, model, overwrite: true);
        Remove(run, "sweep");
        IsToldAndMadeAgain(model, "not the parameters that the store's record of the training names; the network is trained again");
    }

    // Nothing fails, and all ends with the bits of an untouched folder.
    private void IsToldAndMadeAgain(string path, string expected)
    {
        var run = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--json"));
        Assert.Contains("\"missing\":0", run.Succeeded(), StringComparison.Ordinal);
        var warning = Assert.Single(run.Errors.Split('\n'), static line => line.StartsWith("warning: ", StringComparison.Ordinal));
        Assert.StartsWith($"warning: {Path.GetRelativePath(_folder.Path, path)}: {expected}", warning, StringComparison.Ordinal);
        using var untouched = new TemporaryFolder();
        NoisyRnnProcess.Run(untouched.Path, TinyExperiment.Run("--quiet")).Succeeded();
        Assert.Equal(TinyExperiment.Sweeps(Path.Combine(untouched.Path, "out")), TinyExperiment.Sweeps(Out));
    }

    private void Complete() => NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--workers", "1")).Succeeded();

    /// <summary>The runs, in a folder where nothing has been computed (unless it has).</summary>
    private PlannedRun[] Plan()
    {
        if (!Directory.Exists(Out))
        {
            Complete();
            Directory.Delete(Path.Combine(Out, "results"), recursive: true);
            Directory.Delete(Path.Combine(Out, "runs"), recursive: true);
        }

        return [.. Experiment.OfFolder(Out).Runs];
    }

    private void Remove(PlannedRun run, string stage)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Out, "results")))
            File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.Contains($"\"run\":\"{run.Hash}\",\"stage\":\"{stage}\"", StringComparison.Ordinal)));
    }
}
