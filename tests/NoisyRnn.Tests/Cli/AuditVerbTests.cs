using System.ComponentModel;
using System.Diagnostics;
using NoisyRnn.Tests.Analyses;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn audit</c>: the answer first, a short table, a page; or one line and code 2.</summary>
public sealed class AuditVerbTests : IDisposable
{
    private static readonly RecordedNpz Prefers = new()
    {
        Levels = [0, 0.5, 1], Draws = 4, Trials = 20, Steps = 2, TrainingLevel = 0.5,
        Output = static (s, r, p, t, _) => s - 0.5 + (0.1 * s * Math.Sin((13 * r) + (7 * p) + t)) + (0.02 * Math.Sin(p)),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_answers_in_a_sentence_then_a_table_and_writes_a_page()
    {
        _folder.Write("outputs.npz", Prefers.ToBytes());
        var finished = NoisyRnnProcess.Run(_folder.Path, "audit", "outputs.npz");
        Assert.StartsWith("Performs best at ", finished.Succeeded(), StringComparison.Ordinal);
        Assert.StartsWith("One network is one training seed: intervals (95 %) are over its 20 trials", finished.Lines[1], StringComparison.Ordinal);
        Assert.Contains(finished.Lines, static line => line.Contains("training noise, lowest", StringComparison.Ordinal));
        Assert.Equal("report: outputs-audit/report.html", finished.Errors.Replace('\\', '/'));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "outputs-audit", "report.html")));
        Assert.StartsWith("{\"answer\":\"Performs best", NoisyRnnProcess.Run(_folder.Path, "audit", "outputs.npz", "--json", "--out", "here").Succeeded(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "here", "figures", "audit.csv")));
    }

    [Fact]
    public void What_is_wrong_is_one_line_and_nothing_is_written()
    {
        _folder.Write("outputs.npz", (Prefers with { Levels = [0, 1, 0.5] }).ToBytes());
        var before = Directory.GetFileSystemEntries(_folder.Path);
        Assert.Equal("noisyrnn: outputs.npz: levels [0, 1, 0.5]: 0.5 comes after 1; allowed are finite levels from 0 on, ascending, each once (order the outputs with them)", Refused());
        Assert.Contains("unknown kind of outputs 'logit'; did you mean 'logits'?", Refused("--outputs-are", "logit"), StringComparison.Ordinal);
        Assert.Contains("--train-level: '-1' is not allowed; a finite number from 0 on", Refused("--train-level", "-1"), StringComparison.Ordinal);
        Assert.Contains("unknown axis 'step'; did you mean 'steps'?", Refused("--axes", "levels draws trials step outputs"), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));

        string Refused(params string[] more) => NoisyRnnProcess.Run(_folder.Path, ["audit", "outputs.npz", .. more]).Refused();
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_a_failure_behind_the_answer()
    {
        _folder.Write("outputs.npz", Prefers.ToBytes());
        _folder.Write("outputs-audit", "a file in its place");
        var finished = NoisyRnnProcess.Run(_folder.Path, "audit", "outputs.npz");
        Assert.Equal(1, finished.Code);
        Assert.StartsWith("Performs best at ", finished.Output, StringComparison.Ordinal);
        Assert.Contains("noisyrnn: report folder 'outputs-audit'", finished.Errors, StringComparison.Ordinal);
    }

    /// <summary>The NumPy loop of docs/your-network.md, as it stands there, on a network of one unit whose answer is known.</summary>
    [Fact]
    public void The_loop_of_the_documents_makes_a_file_that_is_read()
    {
        var loop = File.ReadAllText(Checkout.Path("docs", "your-network.md")).Split("```python numpy\n")[1].Split("```")[0];
        // h = relu(s xi) with its mean at s0 = 0.5 taken off: best near s0 with steps averaged over many units.
        _folder.Write("record.py", """
            import numpy as np
            def run(inputs, s, rng):
                h = np.maximum(s * rng.normal(size=inputs.shape[:2] + (200,)), 0)
                return inputs + h.mean(axis=2, keepdims=True) - 0.5 / np.sqrt(2 * np.pi)
            inputs = np.random.default_rng(0).uniform(-1, 1, (50, 6, 1))
            targets, s0 = inputs, 0.5

            """ + loop);
        Python("record.py");
        var finished = NoisyRnnProcess.Run(_folder.Path, "audit", "outputs.npz");
        // c^2/(c^2 + k/200) = .990 with c^2 = 1/(2 pi), k = 1/2 - c^2.
        Assert.Matches(@"^Performs best at (0\.9[789]\d*|1|1\.0[01]\d*) of its training noise \[|^Performs best at its training noise", finished.Succeeded());
        Assert.Contains("bias that comes with silence: the mean output shifts", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n- ", finished.Output, StringComparison.Ordinal);
    }

    /// <summary>The loop for MATLAB, run in Octave; a version 7 file is read as it is.</summary>
    [Fact]
    public void The_loop_for_MATLAB_makes_a_file_that_is_read()
    {
        var loop = File.ReadAllText(Checkout.Path("docs", "your-network.md")).Split("```matlab\n")[1].Split("```")[0];
        _folder.Write("run.m", "function z = run(inputs, s)\n  z = inputs + mean(max(s * randn(size(inputs, 1), size(inputs, 2), 200), 0), 3) - 0.5 / sqrt(2 * pi);\nend\n");
        _folder.Write("record.m", "rand('seed', 1); randn('seed', 1); inputs = rand(20, 3, 1); targets = inputs; s0 = 0.5;\n" + loop);
        Assert.SkipUnless(Run("octave", "--no-init-file", "--quiet", "record.m") == 0, "no Octave");
        var finished = NoisyRnnProcess.Run(_folder.Path, "audit", "outputs.mat");
        Assert.Matches(@"^Performs best at (0\.9[789]\d*|1|1\.0[01]\d*) of its training noise \[|^Performs best at its training noise", finished.Succeeded());
        Assert.DoesNotContain("\n- ", finished.Output, StringComparison.Ordinal);
    }

    /// <summary>The sentences at the head of the documents are what the command says of golden/inside_outputs.npz, which PyTorch and NumPy made.</summary>
    [Fact]
    public void The_example_of_the_documents_is_what_the_command_says()
    {
        var lines = NoisyRnnProcess.Run(_folder.Path, "audit", TestFiles.Find("Experiments/golden/inside_outputs.npz"), "--out", "page");
        lines.Succeeded();
        var documents = File.ReadAllText(Checkout.Path("docs", "your-network.md"));
        Assert.All(lines.Lines[..2], line => Assert.Contains($"    {line}\n", documents, StringComparison.Ordinal));
    }

    // Skips the test where no Python has NumPy.
    private void Python(string script)
    {
        var python = Array.Find(["/usr/bin/python3", "python3"], program => Run(program, "-c", "import numpy") == 0);
        Assert.SkipUnless(python is not null, "no Python with NumPy");
        Assert.Equal(0, Run(python!, script));
    }

    private int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardError = true, UseShellExecute = false })!;
            _ = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return -1;
        }
    }
}
