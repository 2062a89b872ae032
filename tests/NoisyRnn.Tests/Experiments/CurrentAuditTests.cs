using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Analyses;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A network of PsychRNN's layout, whose state is the current: why it prefers noise, and networks that run without it.</summary>
public sealed class CurrentAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_as_PsychRNN_saves_them_are_audited_with_why_and_repaired()
    {
        var subject = CurrentSubject.Trained;
        var (n, values) = (subject.Network.Units, subject.Parameters);
        var weights = _folder.Write("psych.npz", NpzBytes.Of(
            ("W_in", [n, 1], values["W_in"].ToArray()), ("W_rec", [n, n], values["W_rec"].ToArray()), ("W_out", [1, n], values["W_out"].ToArray()),
            ("b_rec", [n], values["b_rec"].ToArray()), ("b_out", [1], values["b_out"].ToArray()), ("init_state", [1, n], values["init_state"].ToArray())));
        var trials = _folder.Write("trials.npz", AuditedSubject.Sine(40, 3, 40));
        var folder = Path.Combine(_folder.Path, "page");
        // 4 a step with g = .1 is 4 / sqrt(2/.1) of scale sqrt-2-over-alpha, PsychRNN's.
        var outcome = new ModelAudit
        {
            Data = trials, Draws = 16, Threads = 2, Folder = folder, TrainingLevel = 4 / Math.Sqrt(20), Placement = Placement.Inside, Scale = NoiseScale.SqrtTwoOverAlpha,
            Sidecar = ImportSidecar.Read(null, ["dt=0.1", "network.tau=1"]),
        }.Of([weights], TestContext.Current.CancellationToken);
        Assert.Equal(AuditVerdict.PrefersNoise, outcome.Content.Preference.Verdict);
        Assert.Contains(outcome.Why, static line => line.Contains("predicted from the weights alone, has R^2", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.NotAsked, static line => line.Contains("no units", StringComparison.Ordinal));
        var repair = outcome.Content.Explanations[0].Repair!;
        Assert.All(repair.Forms.Skip(1), form => Assert.True(form.SilentLoss < repair.NoisyLoss, $"{form.Name}: {form.SilentLoss}"));

        // The written network is silent at the loss that was told.
        var repaired = new ModelAudit { Data = trials, Draws = 16, Threads = 2, Folder = Path.Combine(_folder.Path, "again") }.Of([Path.Combine(folder, "repaired-averaged.safetensors")], TestContext.Current.CancellationToken);
        Assert.Equal(repair.Forms[1].SilentLoss, repaired.Content.Networks[0].Points[0].Loss, 1e-12);
        Assert.NotEqual(AuditVerdict.PrefersNoise, repaired.Content.Preference.Verdict);
    }
}
