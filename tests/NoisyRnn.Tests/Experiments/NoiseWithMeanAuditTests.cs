using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// Noise whose mean is not 0: silence is asked twice, and decided where it keeps the mean. The network of golden/make_unit_uniform.py was trained in
/// PyTorch with h + s U outside, and recorded in NumPy.
/// </summary>
public sealed class NoiseWithMeanAuditTests : IDisposable
{
    private const string Said = "that is for the mean of the noise, not for the noise.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void From_its_weights_and_from_its_outputs_silence_is_told_twice_and_decided_by_the_one_with_the_mean()
    {
        var (ofWeights, ofOutputs) = (Weights(Sidecar()), Outputs());
        Assert.All([ofWeights, ofOutputs], static outcome =>
        {
            Assert.Equal(AuditVerdict.PrefersSilence, outcome.Content.Preference.Verdict);
            Assert.EndsWith(Said, outcome.Answer, StringComparison.Ordinal);
            Assert.True(outcome.Content.Preference.OffGain!.Low > 0);
            Assert.Equal(["the noise simply off", "the noise replaced by its mean, lowest"], outcome.Table.Rows.Take(2).Select(static row => row[^1]));
            var page = File.ReadAllText(outcome.ReportPath!);
            Assert.Contains(Said, page, StringComparison.Ordinal);
            Assert.Contains("so silence is asked twice", page, StringComparison.Ordinal);
            Assert.Contains("noise simply off", File.ReadAllText(Path.Combine(Path.GetDirectoryName(outcome.ReportPath!)!, "figures", "audit.csv")), StringComparison.Ordinal);
        });
        // 1e-5: NumPy's outputs are stored in 32 bits; the error is their distance from the target, squared.
        Assert.Equal(ofOutputs.Content.Networks[0].Off!.Loss, ofWeights.Content.Networks[0].Off!.Loss, 1e-5 * ofOutputs.Content.Networks[0].Off!.Loss);
        Assert.Equal(ofOutputs.Content.Networks[0].Points[0].Loss, ofWeights.Content.Networks[0].Points[0].Loss, 1e-4 * ofOutputs.Content.Networks[0].Points[0].Loss);
        Assert.Equal("n1[t] ~ U[0, s1], s1 = 1, independent for each unit, step and trial: noise outside of mean s1/2 and standard deviation s1/sqrt(12)", ofWeights.Content.Equations[^1]);
        // Two estimates of the same losses from other draws.
        foreach (var (level, mine) in new[] { (0.5, 2), (1, 3), (1.5, 4) })
        {
            var (own, theirs) = (ofWeights.Content.Networks[0].Points.Single(point => point.Level == level), ofOutputs.Content.Networks[0].Points[mine - 1]);
            // A trial's half-sum of squares of 10 correlated steps spreads by at most its mean: 4 sqrt(1/(trials draws)) of it.
            Assert.Equal(theirs.Loss, own.Loss, 4 * theirs.Loss * (Math.Sqrt(1.0 / (40 * 16)) + Math.Sqrt(1.0 / (40 * 64))));
        }
    }

    /// <summary>Had it been audited as noise without a mean, silence would seem to cost it much.</summary>
    [Fact]
    public void Noise_simply_off_would_have_decided_otherwise()
    {
        using var npz = NpzFile.Open(Golden("unit_uniform_outputs.npz"));
        var without = _folder.Write("without.npz", Tests.Tasks.NpzBytes.Of([.. npz.Names.Where(static name => name != "mean_matched").Select(name => (name, npz.Find(name)!.Shape.ToArray(), (Array)npz.Find(name)!.ToDouble()))]));
        Assert.Equal(AuditVerdict.PrefersNoise, new Audit().Of([without], TestContext.Current.CancellationToken).Content.Preference.Verdict);
    }

    /// <summary>The levels, the mean and the noise simply off are those of the run's sweep, to the last bit.</summary>
    [Theory]
    [InlineData(NoiseKind.ReleasedUniform)]
    [InlineData(NoiseKind.UnitUniform)]
    public void The_numbers_are_those_of_the_sweep(NoiseKind kind)
    {
        var network = new Ctrnn { Units = 5 };
        var task = new NoisyRnn.Tasks.FunctionApproximation { Steps = 8, LossSteps = 4 };
        var setup = new Setup { Task = task, Network = network, Dt = 0.2, Noise = [new() { Placement = Placement.State, Kind = kind, Sigma = [0.4] }], Seed = 3 };
        var subject = new TrainedNetwork(setup, setup.Initialize());
        var sweep = new NoiseSweep { Trials = 20, Draws = 8 };
        var (expected, audited) = (sweep.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!, TestedNetwork.Of("n", subject, sweep.Levels, 20, 8, 1, static _ => { }, TestContext.Current.CancellationToken));
        Assert.Equal(Figures(expected.MeanMatched!.Points), Figures(audited.Points));
        Assert.Equal(Figures([expected.Points[0]]), Figures([audited.Off!]));
        Assert.NotEqual(audited.Off!.Loss, audited.Points[0].Loss);

        static IEnumerable<(double, double, double?, double?, double, double)> Figures(ImmutableArray<SweepPoint> points) =>
            points.Select(static p => (p.Level, p.Loss, p.BiasSquared, p.Variance, p.EvenLoss, p.OddLoss));
    }

    private AuditOutcome Weights(ImportSidecar sidecar) => new ModelAudit { Data = Golden("unit_uniform_trials.npz"), Sidecar = sidecar, Threads = 2, Folder = Path.Combine(_folder.Path, "weights") }
        .Of([Golden("unit_uniform.npz")], TestContext.Current.CancellationToken);

    private AuditOutcome Outputs() => new Audit { Folder = Path.Combine(_folder.Path, "outputs") }.Of([Golden("unit_uniform_outputs.npz")], TestContext.Current.CancellationToken);

    private ImportSidecar Sidecar() => ImportSidecar.Read(_folder.Write("mine.yaml", """
        arrays: {W_rec: W_rec, W_in: W_in, b_rec: b_rec, W_out: W_out, b_out: b_out}
        network: {kind: ctrnn, activation: relu, tau: 1}
        dt: 0.2
        noise: {placement: outside, kind: unit-uniform, sigma: 1}
        """), []);

    private static string Golden(string name) => TestFiles.Find($"Experiments/golden/{name}");
}
