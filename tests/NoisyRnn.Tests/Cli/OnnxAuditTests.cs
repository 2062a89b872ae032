using NoisyRnn.Tests.Experiments;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn audit MODEL.onnx --data TRIALS</c>, with NoisyRnn.Onnx and without.</summary>
public sealed class OnnxAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_NoisyRnn_Onnx_is_missing_it_is_said_how_it_is_added()
    {
        File.Copy(Golden("torch_step.onnx"), Path.Combine(_folder.Path, "m.onnx"));
        _folder.Write("trials.npz", AuditedSubject.Sine(4, 1));
        var refused = NoisyRnnProcess.Run(_folder.Path, "audit", "m.onnx", "--data", "trials.npz").Refused();
        Assert.Contains("'dotnet publish src/NoisyRnn.Onnx -c Release -o ", refused, StringComparison.Ordinal);
        Assert.Contains("NOISYRNN_ONNX", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_is_there_the_network_is_run_and_answered_for()
    {
        File.Copy(Golden("torch_step.onnx"), Path.Combine(_folder.Path, "m.onnx"));
        var random = new Random(2);
        _folder.Write("trials.npz", NpzBytes.Of(("x", [8, 6, 2], Enumerable.Range(0, 96).Select(_ => random.NextDouble()).ToArray()), ("y", [8, 6, 1], new double[48])));
        var build = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var said = NoisyRnnProcess.Run(_folder.Path, new Dictionary<string, string> { ["NOISYRNN_ONNX"] = Checkout.Path("src", "NoisyRnn.Onnx", "bin", build, "net10.0") }, "audit", "m.onnx", "--data", "trials.npz", "--train-noise", "0.3", "--draws", "8");
        said.Succeeded();
        Assert.Contains("- Assumed: m.onnx: input u float32 [trials, 2]; state h float32 [trials, 8]; noise noise float32 [trials, 8]; output z float32 [trials, 1]; next state h_next float32 [trials, 8] (--onnx-roles says otherwise).", said.Lines);
        Assert.Contains(said.Lines, static line => line.StartsWith("  One step as a function: largest Lyapunov exponent", StringComparison.Ordinal));
        Assert.Contains(said.Lines, static line => line.StartsWith("  repair: a network whose activation is smoothed asks what stands within", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "m-audit", "report.html")));
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        File.Copy(Golden("torch_step.onnx"), Path.Combine(_folder.Path, "m.onnx"));
        _folder.Write("trials.npz", AuditedSubject.Sine(4, 1));
        Assert.Contains("m.onnx: needs --data TRIALS.npz", Refused("m.onnx"), StringComparison.Ordinal);
        Assert.Contains("--placement: is for weights, not for ONNX files", Refused("m.onnx", "--data", "trials.npz", "--placement", "inside"), StringComparison.Ordinal);
        Assert.Contains("--onnx-roles: is for ONNX files", Refused("w.safetensors", "--data", "trials.npz", "--onnx-roles", "u=x"), StringComparison.Ordinal);
        Assert.Contains("w.safetensors: given together with ONNX files", Refused("m.onnx", "w.safetensors", "--data", "trials.npz"), StringComparison.Ordinal);

        string Refused(params string[] more) => NoisyRnnProcess.Run(_folder.Path, ["audit", .. more]).Refused();
    }

    private static string Golden(string name) => TestFiles.Find($"Onnx/golden/{name}");
}
