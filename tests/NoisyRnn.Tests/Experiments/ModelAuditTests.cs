using System.Text.Json.Nodes;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>From weights and trials to an answer, why, a page, and a network that runs without noise; or to one line, and nothing written.</summary>
public sealed class ModelAuditTests(AuditedSubject subject) : IClassFixture<AuditedSubject>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => Path.Combine(_folder.Path, "page");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_of_ours_has_the_numbers_of_its_run_s_sweep()
    {
        var content = Run(subject.Audit(Out), subject.Model).Content;
        Assert.Equal(subject.Sweep.Points.Select(static p => (p.Level, p.Loss, p.BiasSquared, p.Variance)), content.Networks[0].Points.Select(static p => (p.Level, p.Loss, p.BiasSquared, p.Variance)));
        Assert.Equal((subject.Sweep.Preferred.Level, subject.Sweep.Gain, subject.Sweep.Conditions), (content.Preference.Preferred!.Mean, content.Preference.Gain!.Mean, content.Networks[0].Conditions));
        Assert.True(content.Preference.Gain.Low < content.Preference.Gain.Mean && content.Preference.Gain.Mean < content.Preference.Gain.High);
    }

    [Fact]
    public void It_says_why_and_writes_the_repaired_network_beside_the_page()
    {
        var outcome = Run(subject.Audit(Out), subject.Model);
        Assert.Equal(AuditVerdict.PrefersNoise, outcome.Content.Preference.Verdict);
        Assert.Contains("Smoothing the activation over the noise removes that: without noise its error is then ", outcome.Answer, StringComparison.Ordinal);
        Assert.StartsWith("Noise of level 1 shifts the units' mean by ", outcome.Why[0], StringComparison.Ordinal);
        Assert.Contains(outcome.Why, static line => line.Contains("predicted from the weights alone, has R^2", StringComparison.Ordinal));
        Assert.Contains(outcome.Answer, File.ReadAllText(outcome.ReportPath!), StringComparison.Ordinal);
        Assert.Contains("The equation that was executed", File.ReadAllText(outcome.ReportPath!), StringComparison.Ordinal);
        Assert.Equal(outcome.Why[0], JsonNode.Parse(outcome.ToJson())!["why"]![0]!.GetValue<string>());

        // The repaired network, audited: silence costs it nothing, and its silent error is the one that was told.
        var (repair, repaired) = (outcome.Content.Explanations[0].Repair!, Path.Combine(Out, "repaired-averaged.safetensors"));
        Assert.Equal(outcome.Content.Networks[0].Points.Single(static p => p.Level == 1).Loss, repair.NoisyLoss);
        var again = Run(new ModelAudit { Data = subject.Trials, Draws = 16, Folder = Path.Combine(_folder.Path, "again") }, repaired).Content;
        Assert.Equal(repair.Forms[1].SilentLoss, again.Networks[0].Points[0].Loss, 1e-12);
        Assert.NotEqual(AuditVerdict.PrefersNoise, again.Preference.Verdict);
    }

    [Fact]
    public void Where_the_training_noise_is_not_told_the_preferred_level_is_estimated_and_said_to_be()
    {
        var model = Model.Read(subject.Model);
        (model with { Noise = [] }).Write(Path.Combine(_folder.Path, "untold.safetensors"));
        var outcome = Run(subject.Audit(Out), Path.Combine(_folder.Path, "untold.safetensors"));
        Assert.Null(outcome.Content.TrainingLevel);
        Assert.Equal(ModelAudit.UnknownLevels, outcome.Content.Networks[0].Points.Select(static p => p.Sigma));
        Assert.Equal(subject.Sweep.Preferred.Level, outcome.Content.Preference.Preferred!.Mean, 0.08);
        Assert.Contains(outcome.Caveats, static line => line.Contains("the preferred level is estimated", StringComparison.Ordinal));
        Assert.Contains(outcome.Caveats, static line => line.StartsWith("Why, and the repair, are asked at the level that it prefers", StringComparison.Ordinal));
        Assert.Contains(outcome.Caveats, static line => line.StartsWith("What the number of the noise means is not told: taken is the standard deviation of a step (--scale per-step): 1 is 1 per step; by sqrt-2-over-alpha it would be 3.16", StringComparison.Ordinal));
        // Told, the level is the same as in its file.
        var told = Run(subject.Audit(Out) with { TrainingLevel = 1, Placement = Placement.Inside, Scale = NoiseScale.PerStep }, Path.Combine(_folder.Path, "untold.safetensors"));
        Assert.Equal(subject.Sweep.Preferred.Level, told.Content.Preference.Preferred!.Mean);
    }

    [Fact]
    public void Several_networks_are_seeds()
    {
        var other = Path.Combine(_folder.Path, "other.safetensors");
        var model = Model.Read(subject.Model);
        (model with { Seed = 7 }).Write(other);
        var outcome = Run(subject.Audit(Out), subject.Model, other);
        Assert.Equal(2, outcome.Content.Preference.Networks);
        Assert.StartsWith("Intervals (95 %) are over 2 networks", outcome.Scope, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "other-repaired-averaged.safetensors")));
        (model with { Noise = [model.Noise[0] with { Sigma = [2] }] }).Write(other);
        Assert.Contains("other.safetensors: trained with noise 2, ", Refusal.Of(() => Run(subject.Audit(Out), subject.Model, other)), StringComparison.Ordinal);
    }

    /// <summary>nn.RNN is the leaky network with dt = tau: its saved outputs come back, and all that is asked of leaky networks is asked.</summary>
    [Fact]
    public void A_network_of_PyTorch_is_asked_all_that_a_leaky_one_is()
    {
        var outcome = Run(new ModelAudit { Data = Golden("rnn_tanh_io.npz"), TrainingLevel = 0.5, Draws = 8, Folder = Out }, Golden("rnn_tanh.pt"));
        Assert.InRange(outcome.Content.Networks[0].Points[0].Loss, 0, 1e-12);
        Assert.Equal(AuditVerdict.PrefersSilence, outcome.Content.Preference.Verdict);
        Assert.DoesNotContain(outcome.NotAsked, static line => line.StartsWith("operating-points", StringComparison.Ordinal) || line.StartsWith("fixed-points", StringComparison.Ordinal) || line.StartsWith("repair", StringComparison.Ordinal));
        Assert.Equal(["There is nothing to repair: noise is not what the network needs."], outcome.Remedies);
        Assert.DoesNotContain(Directory.EnumerateFiles(Out), static file => file.EndsWith(".safetensors", StringComparison.Ordinal));
        Assert.Contains(outcome.Caveats, static line => line.StartsWith("The import is unchecked: with --check IO.npz", StringComparison.Ordinal));
    }

    [Fact]
    public void Held_against_the_original_it_says_the_difference_and_stops_beyond_the_tolerance_unless_told()
    {
        var audit = new ModelAudit { Data = Golden("rnn_tanh_io.npz"), TrainingLevel = 0.5, Draws = 4, Levels = [0, 0.5], Folder = Out };
        var outcome = Run(audit with { Checks = [Golden("rnn_tanh_io.npz")] }, Golden("rnn_tanh.pt"));
        Assert.Contains(outcome.Caveats, static line => line.StartsWith("The import was held against the original: checked: largest difference ", StringComparison.Ordinal));
        Assert.Contains("The import was held against the original: checked", File.ReadAllText(outcome.ReportPath!), StringComparison.Ordinal);
        Directory.Delete(Out, recursive: true);
        var other = audit with { Checks = [Golden("rnn_tanh_io.npz")], Sidecar = ImportSidecar.Read(null, ["network.activation=relu"]) };
        Assert.Contains("is not the same network, or its equation not the same; look at what 'noisyrnn import --describe' says is assumed, or --accept the difference", Refusal.Of(() => Run(other, Golden("rnn_tanh.pt"))), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        Assert.Contains(Run(other with { AcceptsDifference = true }, Golden("rnn_tanh.pt")).Caveats, static line => line.StartsWith("The import was held against the original: differs, accepted: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_network_with_gates_that_is_left_out_which_does_not_apply_with_the_reason()
    {
        var outcome = Run(new ModelAudit { Data = Golden("gru_io.npz"), TrainingLevel = 0.1, Draws = 8, Folder = Out }, Golden("gru.pt"));
        Assert.Contains("bias: gru has no units h = f(a) to look at; allowed is ctrnn, current or feedforward", outcome.NotAsked);
        Assert.Equal(["as it is", "averaged"], outcome.Content.Explanations[0].Repair!.Forms.Select(static form => form.Name));
        Assert.Contains(outcome.Content.Explanations[0].Found, static found => found.Title.Contains("Lyapunov", StringComparison.Ordinal));
    }

    /// <summary>A network without time has trials of one step, which need no axis.</summary>
    [Fact]
    public void Trials_of_a_feed_forward_network_are_trials_by_channels()
    {
        using var saved = NoisyRnn.Formats.NpzFile.Open(Golden("linear_io.npz"));
        var (x, y) = (saved.Find("inputs")!, saved.Find("outputs")!);
        Assert.Equal((2, 2), (x.Shape.Length, y.Shape.Length));
        var outcome = Run(new ModelAudit { Data = Golden("linear_io.npz"), TrainingLevel = 0.2, Levels = [0, 0.2], Draws = 4, Folder = Out }, Golden("linear.pt"));
        Assert.Equal((x.Shape[0], x.Shape[0] * y.Shape[1]), (outcome.Content.Networks[0].Trials, outcome.Content.Networks[0].Conditions));
        Assert.InRange(outcome.Content.Networks[0].Points[0].Loss, 0, 1e-12);
    }

    [Fact]
    public void Every_analysis_is_done_or_has_its_reason_and_what_is_done_has_its_figures()
    {
        var outcome = Run(subject.Audit(Out), subject.Model);
        var explanation = outcome.Content.Explanations[0];
        var keys = NoisyRnn.Formats.SpecShape.Of(typeof(ExperimentSpec)).Properties.Where(static property => property.Type.IsSubclassOf(typeof(Analysis))).Select(static property => property.Name).ToArray();
        // All but the sweep, and the time constants, which this network does not train.
        Assert.Equal(keys.Length - 2, explanation.Results.Length + explanation.Refused.Length);
        Assert.All(explanation.Refused, refused => Assert.Contains(refused.Key, keys));
        Assert.Contains(explanation.Refused, static refused => refused is { Key: "training-stability", Value: "looks at the network on its way through training, which its file does not hold" });
        Assert.DoesNotContain(explanation.Found.SelectMany(static found => found.Metrics), static metric => metric.Name.EndsWith(" at the start", StringComparison.Ordinal));
        var figures = Directory.EnumerateFiles(Path.Combine(Out, "figures"), "*.csv").Select(Path.GetFileNameWithoutExtension).ToArray();
        Assert.Superset(new HashSet<string?> { "audit", "audit-repair", "bias", "fixed-point-shift", "eigenvalues", "operating-histogram", "lyapunov-spectrum", "stationary-outputs" }, figures.ToHashSet());
        Assert.DoesNotContain("operating-points", figures);
        var page = File.ReadAllText(outcome.ReportPath!);
        Assert.All(figures, figure => Assert.Contains($"<figure class=\"plot\" id=\"{figure}\">", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_are_judged_by_cross_entropy()
    {
        double[] labels = [.. Enumerable.Range(0, 20).Select(static k => k % 2.0)];
        var trials = _folder.Write("labels.npz", NpzBytes.Of(("x", [20, 6, 3], Enumerable.Range(0, 360).Select(static k => Math.Sin(k)).ToArray()), ("y", [20], labels)));
        var content = Run(new ModelAudit { Data = trials, TrainingLevel = 0.5, Draws = 4, Folder = Out }, Golden("rnn_relu.pt")).Content;
        Assert.Equal((OutputKind.Logits, 20, 0.5), (content.Kind, content.Networks[0].Conditions, content.Networks[0].ChanceAccuracy));
    }

    [Fact]
    public void Trials_that_do_not_fit_are_refused_and_nothing_is_written()
    {
        Assert.EndsWith("2 input channels; allowed is 1, the inputs of " + subject.Model + " (x is [trials, steps, channels], or of another order with --layout)", Refused(("x", [4, 5, 2], new double[40]), ("y", [4, 5, 1], new double[20])), StringComparison.Ordinal);
        Assert.EndsWith("2 targets; allowed is 1, the outputs of " + subject.Model, Refused(("x", [4, 5, 1], new double[20]), ("y", [4, 5, 2], new double[40])), StringComparison.Ordinal);
        Assert.Contains("labels of 2 classes; ", Refused(("x", [4, 5, 1], new double[20]), ("y", [4], NpzBytes.Alternating(4))), StringComparison.Ordinal);
        Assert.Contains("x: trial 2, step 3, channel 1 is NaN", Refused(("x", [4, 5, 1], NpzBytes.With(new double[20], 7, double.NaN)), ("y", [4, 5, 1], new double[20])), StringComparison.Ordinal);
        Assert.Contains("one trial; allowed are two or more", Refused(("x", [1, 5, 1], new double[5]), ("y", [1, 5, 1], new double[5])), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));

        string Refused(params (string, int[], Array)[] arrays) =>
            Refusal.Of(() => Run(subject.Audit(Out) with { Data = _folder.Write("bad.npz", NpzBytes.Of(arrays)) }, subject.Model));
    }

    [Fact]
    public void Networks_that_cannot_be_audited_so_are_refused_with_what_can_be_done()
    {
        Assert.Contains("hidden layers of 7, 5 units", Refused(Golden("uneven.pt")), StringComparison.Ordinal);
        Assert.Contains("outputs that its own program recorded are audited too", Refused(Golden("uneven.pt")), StringComparison.Ordinal);
        Assert.Contains("levels: [0, 2, 1]; allowed are finite levels from 0 on, ascending", Refusal.Of(() => Run(subject.Audit(Out) with { Levels = [0, 2, 1] }, subject.Model)), StringComparison.Ordinal);
        Assert.Contains("named twice", Refused(subject.Model, subject.Model), StringComparison.Ordinal);

        string Refused(params string[] models) => Refusal.Of(() => Run(subject.Audit(Out), models));
    }

    private static AuditOutcome Run(ModelAudit audit, params string[] models) => audit.Of(models, TestContext.Current.CancellationToken);

    private static string Golden(string name) => TestFiles.Find($"Formats/golden/models/{name}");
}
