using NoisyRnn.Tests.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn audit MODEL --data TRIALS</c>: the answer, the table, why; or one line and code 2.</summary>
public sealed class AuditModelOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_of_PyTorch_is_answered_with_table_and_page()
    {
        var finished = NoisyRnnProcess.Run(_folder.Path, "audit", Golden("rnn_tanh.pt"), "--data", Golden("rnn_tanh_io.npz"), "--train-noise", "0.2", "--placement", "inside", "--scale", "per-step", "--levels", "0 0.1 0.2", "--draws", "4", "--out", "page");
        Assert.StartsWith("Performs best without noise.", finished.Succeeded(), StringComparison.Ordinal);
        Assert.Contains("why", finished.Lines);
        Assert.Contains("  There is nothing to repair: noise is not what the network needs.", finished.Lines);
        Assert.EndsWith("report: page/report.html", finished.Errors.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "page", "figures", "audit.csv")));
    }

    [Theory]
    [InlineData("--train-noise: needs --data TRIALS.npz", "--train-noise", "1")]
    [InlineData("--train-level: is for recorded outputs, not for weights; --train-noise is meant", "--data", "x.npz", "--train-level", "1")]
    [InlineData("--train-noise: '-1' is not allowed; a finite number from 0 on", "--data", "x.npz", "--train-noise", "-1")]
    [InlineData("--draws: '2' is not allowed; a whole number from 4", "--data", "x.npz", "--draws", "2")]
    [InlineData("--placement: unknown value 'insde'; did you mean 'inside'?", "--data", "x.npz", "--placement", "insde")]
    [InlineData("--scale: unknown value 'sqrtdt'; did you mean 'sqrt-dt'?", "--data", "x.npz", "--scale", "sqrtdt")]
    [InlineData("x.npz: no such file", "--data", "x.npz")]
    [InlineData("--task: unknown task 'sin'; did you mean 'sine'?", "--task", "sin")]
    [InlineData("task.steps: 0 is not allowed", "--task", "sine", "--set", "task.steps=0")]
    [InlineData("--set task.steps=20: sets a key of a built-in task; needed is --task", "--data", "x.npz", "--set", "task.steps=20")]
    [InlineData("task function-approximation: 1 input channels; allowed is 3, the inputs of ", "--task", "sine")]
    [InlineData("--task: function-approximation, and --data x.npz; allowed is one of them", "--task", "sine", "--data", "x.npz")]
    [InlineData("--check: 2 files for 1 networks; allowed is one for each, in their order", "--task", "sine", "--check", "a.npz", "--check", "b.npz")]
    [InlineData("--trials: '1' is not allowed; a whole number from 2", "--task", "sine", "--trials", "1")]
    public void What_is_wrong_is_one_line_and_nothing_is_written(string expected, params string[] options)
    {
        Assert.Contains(expected, NoisyRnnProcess.Run(_folder.Path, ["audit", Golden("rnn_tanh.pt"), .. options]).Refused(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Trials_that_do_not_fit_the_network_are_refused()
    {
        _folder.Write("sine.npz", AuditedSubject.Sine(8, 1));
        Assert.Contains("sine.npz: 1 input channels; allowed is 3, the inputs of ", NoisyRnnProcess.Run(_folder.Path, "audit", Golden("rnn_tanh.pt"), "--data", "sine.npz").Refused(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static string Golden(string name) => TestFiles.Find($"Formats/golden/models/{name}");
}
