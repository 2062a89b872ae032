using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Tests.Analyses;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>From files of recorded outputs to an answer and a page; or to one line, and nothing written.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_gives_an_answer_and_a_page_beside_it()
    {
        var outcome = Run(Write("outputs.npz", Recorded(1)));
        Assert.StartsWith("Performs best at ", outcome.Answer, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder.Path, "outputs-audit", "report.html"), outcome.ReportPath);
        Assert.Contains(outcome.Answer, File.ReadAllText(outcome.ReportPath!), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "outputs-audit", "figures", "audit.csv")));
        var json = JsonNode.Parse(outcome.ToJson())!;
        Assert.Equal("prefers-noise", json["preference"]!["verdict"]!.GetValue<string>());
        Assert.Equal(outcome.Content.Preference.Gain!.Mean, json["preference"]!["gain"]!["mean"]!.GetValue<double>());
        Assert.Contains(outcome.Content.Provenance, static entry => entry.Key == "outputs.npz" && entry.Value.StartsWith("float64, levels 3, draws 4, trials 20, steps 2, outputs 1; SHA-256 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_and_a_first_axis_of_seeds_are_networks_alike()
    {
        var files = new Audit { Folder = Path.Combine(_folder.Path, "page") }.Of([Write("a.npz", Recorded(1)), Write("b.npz", Recorded(2))], TestContext.Current.CancellationToken);
        Assert.Equal((2, Path.Combine(_folder.Path, "page", "report.html")), (files.Content.Preference.Networks, files.ReportPath));
        Assert.Equal("Audit of a.npz, b.npz", files.Content.Title);

        double[] both = [.. Outputs(1), .. Outputs(2)];
        var axis = Run(Write("seeds.npz", Recorded(1) with { Arrays = [("outputs", [2, 3, 4, 20, 2, 1], both)] }));
        Assert.Equal(files.Content.Preference.Preferred, axis.Content.Preference.Preferred);
        Assert.Equal(files.Content.Preference.Gain, axis.Content.Preference.Gain);
    }

    [Fact]
    public void Files_that_are_not_alike_are_refused_with_both_values()
    {
        var first = Write("a.npz", Recorded(1));
        Assert.Contains("b.npz: levels [0, 0.5, 2], in ", Refused(Recorded(1) with { Levels = [0, 0.5, 2] }), StringComparison.Ordinal);
        Assert.Contains("b.npz: train_level is not given, in ", Refused(Recorded(1) with { TrainingLevel = null }), StringComparison.Ordinal);
        Assert.Contains("b.npz: outputs are logits, in ", Refused(Recorded(1) with { Outputs = 2, Arrays = [("labels", [20, 2], new double[40])] }), StringComparison.Ordinal);
        Assert.Contains("b.npz: 2 outputs, in ", Refused(Recorded(1) with { Outputs = 2 }), StringComparison.Ordinal);
        Assert.EndsWith("named twice; allowed is each file once: networks of different training seeds", Refusal.Of(() => new Audit().Of([first, first])), StringComparison.Ordinal);
        Assert.Equal(["a.npz", "b.npz"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        string Refused(RecordedNpz second) => Refusal.Of(() => new Audit().Of([first, Write("b.npz", second)]));
    }

    [Fact]
    public void Other_files_are_named_for_what_they_are_with_what_is_read()
    {
        Assert.Contains("m.pt: a PyTorch file (.pt, .pth); audit reads recorded outputs: an npz, .mat or .h5 file with the arrays outputs, levels, and targets or labels", Refused("m.pt", ZipBytes.Of(("m/data.pkl", [1]))), StringComparison.Ordinal);
        Assert.Contains("; audit reads recorded outputs", Refused("m.h5", [0x89, .. "HDF\r\n"u8, 0x1a, (byte)'\n', 0, 0]), StringComparison.Ordinal);
        Assert.Contains("a.npy: a single NumPy array (.npy); audit reads", Refused("a.npy", ZipBytes.Npy("{}", [])), StringComparison.Ordinal);
        Assert.Contains("w.npz: no array 'outputs'; found are W_rec float64 [1]; audit reads", Refused("w.npz", Tests.Tasks.NpzBytes.Of(("W_rec", [1], new double[1]))), StringComparison.Ordinal);
        Assert.Contains("x.npz: not a whole npz (zip) file: Central Directory corrupt; audit reads", Refused("x.npz", [.. "hello"u8]), StringComparison.Ordinal);
        Assert.EndsWith("none.npz: no such file", Refusal.Of(() => new Audit().Of([Path.Combine(_folder.Path, "none.npz")])), StringComparison.Ordinal);

        string Refused(string name, byte[] bytes) => Refusal.Of(() => new Audit().Of([_folder.Write(name, bytes)]));
    }

    [Fact]
    public void A_page_that_cannot_be_written_leaves_the_answer()
    {
        _folder.Write("outputs-audit", "a file in its place");
        var outcome = Run(Write("outputs.npz", Recorded(1)));
        Assert.Null(outcome.ReportPath);
        Assert.Contains("outputs-audit", outcome.PageProblem, StringComparison.Ordinal);
        Assert.StartsWith("Performs best at ", outcome.Answer, StringComparison.Ordinal);
    }

    private static AuditOutcome Run(string file) => new Audit().Of([file], TestContext.Current.CancellationToken);

    private string Write(string name, RecordedNpz npz) => _folder.Write(name, npz.ToBytes());

    private static RecordedNpz Recorded(int seed) => new()
    {
        Levels = [0, 0.5, 1], Draws = 4, Trials = 20, Steps = 2, TrainingLevel = 0.5,
        Output = (s, r, p, t, o) => s - 0.5 + (0.1 * s * Math.Sin((13 * r) + (7 * p) + t + (100 * seed))) + (0.02 * Math.Sin(p + seed + o)),
    };

    private static ImmutableArray<double> Outputs(int seed) =>
        [.. from s in Recorded(seed).Levels from r in Enumerable.Range(0, 4) from p in Enumerable.Range(0, 20) from t in new[] { 0, 1 } select Recorded(seed).Output(s, r, p, t, 0)];
}
