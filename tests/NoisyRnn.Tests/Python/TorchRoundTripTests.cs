using System.Text.Json;
using System.Text.RegularExpressions;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Python;

/// <summary>A network that PyTorch trained with noise, there and back: import, audit, export, and run in PyTorch again.</summary>
public sealed partial class TorchRoundTripTests : IDisposable
{
    private const string Trained = "trained";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Each layout, as its users write and train it: the words for torch_networks.py; and how the product repairs it, which prefers noise inside.</summary>
    public static TheoryData<string, string> Layouts { get; } = new()
    {
        { "rate", "averaged biases" },
        { "current --units 64 --noise 1", "averaged biases" },
        { "rnn --activation tanh --units 64 --noise 1", "averaged biases" },
        { "rnn --activation relu --units 64 --noise 1 --placement outside", "" },
        { "gru --activation tanh --noise 1", "averaged" },
        { "lstm --activation tanh --noise 1 --task delayed", "averaged" },
        { "gru --layers 2 --activation tanh --noise 1", "averaged" },
        { "gru --activation tanh --noise 0.1 --placement state --task delayed", "" },
        { "feedforward --task still --units 128 --noise 1", "averaged biases" },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    [Trait("speed", "slow")]
    public void What_PyTorch_trained_comes_in_is_judged_as_there_and_goes_back_repaired(string layout, string repairs)
    {
        var python = SystemPython.With("numpy", "torch");
        var about = Torch(python, ["train", .. layout.Split(' '), "--out", Trained]);
        string[] what = [Path.Combine(Trained, "model.pt"), "--sidecar", Path.Combine(Trained, "sidecar.yaml")];

        // The weights are those of float32, the sums are of double on either side: up to 128 terms, 20 steps that may amplify.
        var imported = NoisyRnnProcess.Run(_folder.Path, ["import", .. what, "--check", Path.Combine(Trained, "io.npz"), "--out", "model.safetensors"]).Succeeded();
        var check = Difference().Match(imported);
        Assert.Equal("1000", check.Groups["trials"].Value);
        Assert.InRange(double.Parse(check.Groups["difference"].Value), 0, 1e-10 * Math.Max(1, double.Parse(check.Groups["largest"].Value)));
        var audit = JsonDocument.Parse(NoisyRnnProcess.Run(_folder.Path, ["audit", .. what, "--data", Path.Combine(Trained, "trials.npz"), "--json"]).Succeeded()).RootElement;
        var points = audit.GetProperty("networks")[0].GetProperty("points").EnumerateArray().ToDictionary(static point => point.GetProperty("level").GetDouble(), static point => point.GetProperty("loss").GetDouble());
        var draws = audit.GetProperty("networks")[0].GetProperty("draws").GetInt32();
        Near(Number(about, "silent"), points[0], 1e-4);
        // Five standard errors of the difference of two means, of 200 draws there and fewer here.
        Assert.Equal(Number(about, "noisy"), points[1], 5 * Number(about, "standard_error") * Math.Sqrt(1 + (200.0 / draws)));

        var names = layout.StartsWith("rate", StringComparison.Ordinal) || layout.StartsWith("current", StringComparison.Ordinal) ? "own" : "pytorch";
        NoisyRnnProcess.Run(_folder.Path, "export", "model.safetensors", "--to", "npz", "--names", names, "--precision", "float32", "--out", "back.npz").Succeeded();
        var back = Torch(python, "run", Trained, "--weights", "back.npz");
        // The same weights but for the sum of two biases: the rounding of two runs and that of the sum, each about what was measured of one run, at most 5/3 of it.
        Assert.InRange(Number(back, "largest_difference"), 0, 5 * Math.Max(5e-7, Number(about, "rounding")));
        Near(Number(about, "silent"), Number(back, "loss"), 1e-4);
        TestContext.Current.TestOutputHelper?.WriteLine($"{layout}: imported within {check.Groups["difference"].Value}, in float32 within {Number(about, "rounding"):G3}, back within {Number(back, "largest_difference"):G3}\n{audit.GetProperty("answer")}");

        // What the audit says that a repaired network loses, it loses in PyTorch: in our module, and where it kept its activation in the user's own.
        var explanation = audit.GetProperty("explanations")[0];
        var files = explanation.GetProperty("files").EnumerateArray().ToDictionary(static file => file.GetProperty("key").GetString()!, static file => file.GetProperty("value").GetString()!);
        Assert.Equal(repairs.Split(' ', StringSplitOptions.RemoveEmptyEntries), files.Keys);
        foreach (var (way, file) in files)
        {
            var promised = Number(explanation.GetProperty("repair").GetProperty("forms").EnumerateArray().Single(form => form.GetProperty("name").GetString() == way), "silent-loss");
            Assert.InRange(promised, 0, (way == "averaged" ? 0.5 : 1) * points[0]);
            Near(promised, Number(Torch(python, "run", Trained, "--model", file), "loss"), 1e-4);
            TestContext.Current.TestOutputHelper?.WriteLine($"{way}: {promised:G6} of {points[0]:G6} promised and found");
        }

        // nn.RNN is audited and repaired as a leaky network whose step is tau, which has no module there.
        if (files.TryGetValue("biases", out var biases) && !layout.StartsWith("rnn", StringComparison.Ordinal))
        {
            NoisyRnnProcess.Run(_folder.Path, "export", biases, "--to", "npz", "--names", names, "--precision", "float32", "--out", "biases.npz").Succeeded();
            var promised = explanation.GetProperty("repair").GetProperty("forms").EnumerateArray().Single(static form => form.GetProperty("name").GetString() == "biases");
            Near(Number(promised, "silent-loss"), Number(Torch(python, "run", Trained, "--weights", "biases.npz"), "loss"), 1e-4);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static double Number(JsonElement said, string name) => said.GetProperty(name).GetDouble();

    private static void Near(double expected, double found, double relative) => Assert.Equal(expected, found, relative * Math.Abs(expected));

    // The JSON that the script prints.
    private JsonElement Torch(string python, params IEnumerable<string> arguments)
    {
        var environment = new Dictionary<string, string> { ["PYTHONPATH"] = Checkout.Path("python") };
        return JsonDocument.Parse(SystemPython.Run(python, _folder.Path, environment, [Checkout.Path("tests", "NoisyRnn.Tests", "Python", "torch_networks.py"), .. arguments])).RootElement;
    }

    [GeneratedRegex(@"^checked: largest difference (?<difference>\S+) over (?<trials>\d+) trials .* the largest output is (?<largest>[^)]+)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Difference();
}
