using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>Data that are not what they should be, met from the command line: a line that names file, found and expected; code 2.</summary>
public sealed class DataTests : IDisposable
{
    private const string Four = "must be a folder with the four MNIST files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte "
        + "(the format is described under 'IDX file format' on LeCun's page 'The MNIST database of handwritten digits')";

    private readonly DigitFolder _digits = new();
    private readonly TemporaryFolder _folder = new();

    public DataTests()
    {
        _folder.Write("digits.yaml", "name: digits\ntask: {kind: pixel-sequence}\ntraining: {loss: cross-entropy}\n");
        _folder.Write("beats.yaml", "name: beats\ntask: {kind: beats, file: beats.tsv}\ntraining: {loss: cross-entropy}\n");
    }

    public void Dispose()
    {
        _digits.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Good_files_in_the_named_folder_are_used()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "run", "digits.yaml", "--dry-run", "--set", "task.chunk=392", "--set", "network.units=2", "--data", _digits.Path);
        run.Succeeded();
        Assert.Single(run.Lines);
    }

    [Fact]
    public void No_folder_is_named()
    {
        var error = NoisyRnnProcess.Run(_folder.Path, "run", "digits.yaml").Refused();
        Assert.StartsWith("noisyrnn: digits.yaml:2:7: task.data: missing; a path, here or by --data: folder with the four MNIST files ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_absent() => Assert.Equal(
        $"noisyrnn: {Path.Combine(_folder.Path, "absent")}: no such folder; task.data (or --data DIR) {Four}", Refused("digits.yaml", "absent"));

    [Fact]
    public void The_folder_is_a_file() => Assert.Equal(
        $"noisyrnn: {Path.Combine(_folder.Path, "beats.yaml")}: is a file; task.data (or --data DIR) {Four}", Refused("digits.yaml", "beats.yaml"));

    [Fact]
    public void One_of_the_four_is_missing()
    {
        File.Delete(_digits.File("t10k-labels-idx1-ubyte"));
        Assert.Equal($"noisyrnn: {_digits.File("t10k-labels-idx1-ubyte")}: no such file, nor with .gz; task.data (or --data DIR) {Four}", Refused("digits.yaml", _digits.Path));
    }

    [Fact]
    public void The_magic_number_is_wrong()
    {
        var path = _digits.File("train-images-idx3-ubyte");
        var bytes = File.ReadAllBytes(path);
        bytes[2] = 0x0d;
        File.WriteAllBytes(path, bytes);
        Assert.Equal($"noisyrnn: {path}: the IDX element type is 0d (magic number 00 00 0d 03); expected is 08, unsigned bytes", Refused("digits.yaml", _digits.Path));
    }

    [Fact]
    public void A_gzip_file_is_cut_off()
    {
        var path = _digits.File("train-images-idx3-ubyte");
        File.WriteAllBytes(path, IdxBytes.Compressed(File.ReadAllBytes(path))[..^100]);
        File.Move(path, path + ".gz");
        Assert.StartsWith($"noisyrnn: {path}.gz: the gzip data is cut off", Refused("digits.yaml", _digits.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_more_images_than_labels()
    {
        var path = _digits.Write("train-labels-idx1-ubyte", IdxBytes.Of([DigitFolder.Training - 1], new byte[DigitFolder.Training - 1]));
        Assert.Equal(
            $"noisyrnn: {path}: 89 labels; {_digits.File("train-images-idx3-ubyte")} has 90 images, and there must be one for each",
            Refused("digits.yaml", _digits.Path));
    }

    [Fact]
    public void A_class_is_missing_in_a_fold()
    {
        var path = WriteBeats(static k => k < 3 ? "2\t1\t2" : "1\t3\t4");
        Assert.Equal(
            $"noisyrnn: {path}: task.fold = 0: the test part has no beat of class 2 to 5 (abnormal); each class needs 7 beats or more, one in every part",
            Refused("beats.yaml", "."));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("")]
    public void A_value_of_a_series_is_missing(string value)
    {
        var path = WriteBeats(k => k == 4 ? $"1\t0.5\t{value}" : "2\t1\t2");
        Assert.Equal($"noisyrnn: {path}:5: column 3: '{value}' is not allowed; a finite number with a decimal point", Refused("beats.yaml", "."));
    }

    [Fact]
    public void The_task_reads_no_files() => Assert.Equal(
        "noisyrnn: --data .: the task function-approximation reads no files here (its file is not set)", Refused("function-approximation", "."));

    private string WriteBeats(Func<int, string> line) =>
        _folder.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 30).Select(line)));

    private string Refused(string experiment, string data)
    {
        var error = NoisyRnnProcess.Run(_folder.Path, "run", experiment, "--data", data).Refused();
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "runs")));
        return error;
    }
}
