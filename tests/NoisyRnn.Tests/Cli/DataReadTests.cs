using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>Every run and dry run says in a line what it read.</summary>
public sealed class DataReadTests : IDisposable
{
    private readonly DigitFolder _digits = new();
    private readonly TemporaryFolder _folder = new();

    public DataReadTests()
    {
        _folder.Write("own.yaml", Experiment("labelled-sequences"));
        _folder.Write("beats.yaml", Experiment("beats"));
        _folder.Write("digits.yaml", Experiment("pixel-sequence, chunk: 392"));
        _folder.Write("samples.yaml", Experiment("function-approximation, steps: 2, loss-steps: 1").Replace("loss: cross-entropy", "loss: mse", StringComparison.Ordinal));
        _folder.Write("own.csv", string.Concat(Enumerable.Range(0, 40).Select(static k => $"{k},{(k % 4 == 0 ? "dog" : "cat")},{k / 7.0},{-k}{(k % 2 == 0 ? "" : $",{k}")}\n").Prepend("id,animal,t0,t1,t2\n")));
        _folder.Write("beats.tsv", string.Concat(Enumerable.Range(0, 40).Select(static k => $"{(k % 4) + 1}\t{k}\t{k + .5}\n")));
        _folder.Write("samples.csv", string.Concat(Enumerable.Range(0, 30).Select(static k => $"{k},{k * k}\n").Prepend("x,y\n")));
    }

    public void Dispose()
    {
        _digits.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("own.yaml", "own.csv", "own.csv: 40 trials of 3 steps, 1 input, 2 classes (cat 30, dog 10), lengths 2 to 3; a header, label in column 2 ('animal'), left out: column 1 ('id')")]
    [InlineData("beats.yaml", "beats.tsv", "beats.tsv: 40 trials of 2 steps, 1 input, 4 classes (10, 10, 10, 10)")]
    [InlineData("samples.yaml", "samples.csv", "samples.csv: 30 samples, 1 input, 1 target; input x, target y")]
    public void A_dry_run_prints_it_before_the_runs(string experiment, string file, string expected)
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "run", experiment, "--dry-run", "--data", file);
        run.Succeeded();
        Assert.Equal(Path.Combine(_folder.Path, expected), run.Errors.Split('\n')[0]);
        Assert.Equal(2, run.Lines.Length);
    }

    [Fact]
    public void Images_are_counted_set_by_set()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "run", "digits.yaml", "--dry-run", "--data", _digits.Path);
        run.Succeeded();
        Assert.Equal($"{_digits.File("train-images-idx3-ubyte")}: 90 images of 2 steps, 392 inputs, 10 classes (9, 9, 9, 9, 9, 9, 9, 9, 9, 9); "
            + $"{_digits.File("t10k-images-idx3-ubyte")}: 20 images of 2 steps, 392 inputs, 10 classes (2, 2, 2, 2, 2, 2, 2, 2, 2, 2)", run.Errors.Split('\n')[0]);
    }

    [Fact]
    public void A_run_prints_it_once()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "run", "own.yaml", "--quiet", "--data", "own.csv", "--out", "out");
        run.Succeeded();
        Assert.Single(run.Errors.Split('\n'), static line => line.Contains("own.csv: 40 trials of 3 steps, 1 input, 2 classes (cat 30, dog 10), lengths 2 to 3; ", StringComparison.Ordinal));
    }

    private static string Experiment(string task) => $"name: data\ntask: {{kind: {task}}}\nnetwork: {{units: 2}}\ndt: .5\n"
        + "training: {loss: cross-entropy, iterations: 4, batch: 4, validate-every: 2, validation-trials: 2}\nsweep: {trials: 4, draws: 4}\ngrid: {seed: 1..2}\n";
}
