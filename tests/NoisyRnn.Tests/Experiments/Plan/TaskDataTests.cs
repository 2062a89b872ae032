using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary><c>--data</c>: one option for where the files are, whatever the task calls its key.</summary>
public sealed class TaskDataTests : IDisposable
{
    private readonly DigitFolder _digits = new();
    private readonly TemporaryFolder _folder = new();

    public TaskDataTests()
    {
        _folder.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 40).Select(static k => $"{(k % 2) + 1}\t{k}\t{k + .5}")));
        _folder.Write("samples.csv", string.Join('\n', Enumerable.Range(0, 20).Select(static k => $"{k},{k * k}")));
    }

    public void Dispose()
    {
        _digits.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("task: {kind: pixel-sequence, chunk: 28}")]
    [InlineData("task: {kind: pixel-sequence, data: absent, chunk: 28}")]
    [InlineData("task: {kind: pixel-sequence, data: absent}\narms: {a: {task: {kind: pixel-sequence, data: other, chunk: 28}}}")]
    [InlineData("task: {kind: pixel-sequence, data: absent, chunk: 28}\ngrid: {task.data: [a, b]}")]
    public void A_folder_stands_for_the_one_in_the_file(string yaml)
    {
        var run = Assert.Single(Of(yaml, _digits.Path).Runs);
        Assert.Equal(4, run.Spec.Setup.Task.Files.Length);
        Assert.Equal(_digits.Path, ((PixelSequence)run.Spec.Setup.Task).Data);
        // The same as --set, and the same run as with the path in the file.
        Assert.Equal(run.Hash, Assert.Single(SmallExperiment.Of(yaml, $"task.data={_digits.Path}").Runs).Hash);
        Assert.Equal(run.Hash, Assert.Single(SmallExperiment.Of($"task: {{kind: pixel-sequence, chunk: 28, data: {_digits.Path}}}").Runs).Hash);
    }

    [Fact]
    public void A_bare_task_needs_no_keys() => Assert.IsType<PixelSequence>(Of("task: pixel-sequence", _digits.Path).Spec.Setup.Task);

    [Fact]
    public void A_relative_path_starts_from_the_current_folder_not_from_the_experiment()
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), _digits.Path);
        Assert.Equal(_digits.Path, ((PixelSequence)Of("task: pixel-sequence", relative).Spec.Setup.Task).Data);
    }

    [Theory]
    [InlineData("task: beats", "beats.tsv")]
    [InlineData("task: {kind: beats, file: data/beats.tsv}", "")]
    [InlineData("task: {kind: beats, file: data/other.tsv}", "beats.tsv")]
    [InlineData("task: {kind: labelled-sequences}", "beats.tsv")]
    [InlineData("task: {kind: function-approximation}", "samples.csv")]
    [InlineData("", "samples.csv")]
    [InlineData("task: {file: data/samples.csv}", "")]
    public void A_task_of_one_file_takes_the_file_or_the_folder_in_which_it_lies(string yaml, string name)
    {
        var file = Assert.Single(Of(yaml, Path.Combine(_folder.Path, name)).Spec.Setup.Task.Files);
        Assert.Equal(_folder.Path, Path.GetDirectoryName(file));
    }

    [Fact]
    public void A_task_of_two_files_takes_the_folder_in_which_both_lie()
    {
        _folder.Write("test.tsv", "1\t1\t2\n2\t3\t4\n");
        var two = "task: {kind: beats, train: data/beats.tsv, test: test.tsv}";
        Assert.Equal([Path.Combine(_folder.Path, "beats.tsv"), Path.Combine(_folder.Path, "test.tsv")], Of(two, _folder.Path).Spec.Setup.Task.Files);
        Assert.Equal(
            $"--data {_folder.Path}/test.tsv: is one file, and the experiment names 2 (task.train, task.test); allowed is the folder they lie in",
            Refusal.Of(() => Of(two, Path.Combine(_folder.Path, "test.tsv"))));
    }

    [Fact]
    public void A_variable_in_a_path_means_the_same_run_wherever_it_lies()
    {
        const string Name = "NOISYRNN_TASK_DATA_TESTS";
        Assert.Contains($"--data: the variable {Name} in ", Refusal.Of(() => Of("task: beats", $"${Name}/beats.tsv")), StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(Name, _folder.Path);
        var plain = Of("task: beats", Path.Combine(_folder.Path, "beats.tsv")).Runs[0].Hash;
        Assert.Equal(plain, Of("task: beats", $"${Name}/beats.tsv").Runs[0].Hash);
        Assert.Equal(plain, Of("task: {kind: beats, file: other/beats.tsv}", $"${{{Name}}}").Runs[0].Hash);
        var kept = SmallExperiment.Of($"task: {{kind: beats, file: \"${{{Name}}}/beats.tsv\"}}");
        Assert.Equal(plain, kept.Runs[0].Hash);
        // What is kept means each user's own place.
        Assert.Contains($"${{{Name}}}/beats.tsv", YamlText.Write(kept.Tree), StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(Name, null);
    }

    [Theory]
    [InlineData("", "--data {0}: the task function-approximation reads no files here (its file is not set)")]
    [InlineData("task: {steps: 3, loss-steps: 3}", "--data {0}: the task function-approximation reads no files here (its file is not set)")]
    [InlineData("task: beats", "--data {0}: is a folder; the task beats reads one file, and the experiment does not name it: name the file itself")]
    [InlineData("task: {kind: beats, file: absent.tsv}", "{0}/absent.tsv: no such file; task.file (or --data PATH) must be a UCR file of beats, such as ECG5000_TRAIN.tsv: a line a beat, the class (1 to 5) first")]
    [InlineData("task: {kind: pixel-sequnce}", "x.yaml:2:14: task: unknown kind 'pixel-sequnce'; did you mean 'pixel-sequence'? (allowed: ")]
    [InlineData("task: {kind: pixel-sequence}", "{0}/train-images-idx3-ubyte: no such file, nor with .gz; task.data (or --data DIR) must be a folder with the four MNIST files ")]
    [InlineData("task: {kind: beats, file: beats.tsv}\narms: {a: {task: {kind: pixel-sequence}}}", "--data: unknown key 'file' in 'task'; ")]
    public void Where_there_is_nothing_to_read_that_is_said(string yaml, string expected) => Assert.StartsWith(
        expected.Replace("{0}", _folder.Path, StringComparison.Ordinal), Refusal.Of(() => Of(yaml, _folder.Path)).Split('\n')[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("task: pixel-sequence", "x.yaml:2:7: task.data: missing; a path, here or by --data: folder with the four MNIST files train-images-idx3-ubyte, ")]
    [InlineData("task: {kind: pixel-sequence, data: }", "x.yaml:2:36: task.data: the value is missing; a path, here or by --data: folder with the four MNIST files ")]
    [InlineData("task: {kind: pixel-sequence, data: \"\"}", "x.yaml:2:36: task.data: the text is empty; allowed is the folder of the four MNIST files, here or by --data")]
    [InlineData("task: beats", "x.yaml:2:7: task.file: missing; a path, here or by --data: UCR file of beats, such as ECG5000_TRAIN.tsv")]
    [InlineData("task: labelled-sequences", "x.yaml:2:7: task.file: missing; a path, here or by --data: npz file with x ")]
    public void Without_a_path_the_error_names_the_option(string yaml, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Refusal.Of(() => SmallExperiment.Of(yaml)).Split('\n')), StringComparison.Ordinal);

    private static Experiment Of(string yaml, string data) => Experiment.Parse($"name: small\n{yaml}", SmallExperiment.File, "/absent", null, [], data);
}
