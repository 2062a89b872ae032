using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Onnx;
using NoisyRnn.Statistics;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Networks as ONNX files: audited as functions, and the same network through all three ways.</summary>
public sealed class FunctionAuditTests(AuditedSubject subject) : IClassFixture<AuditedSubject>, IDisposable
{
    private const int Draws = 16;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// (1) from outputs that were recorded of it, (2) through its exported ONNX files, (3) from its weights. The draws of the three are independent; its 40
    /// trials are the same. The standard error of a loss over draws is that of the variance of the output in 16 draws, at most its interval's over trials.
    /// </summary>
    [Fact]
    public void The_same_network_through_all_three_ways()
    {
        var weights = subject.Audit(At("weights")).Of([subject.Model], TestContext.Current.CancellationToken).Content;
        var (step, sequence) = Exported();
        var recorded = new Audit { Folder = At("recorded") }.Of([Recorded(sequence)], TestContext.Current.CancellationToken).Content;
        Assert.Equal(AuditVerdict.PrefersNoise, weights.Preference.Verdict);
        foreach (var other in new[] { recorded, Function(sequence), Function(step) })
        {
            Assert.Equal(AuditVerdict.PrefersNoise, other.Preference.Verdict);
            Assert.Equal(1, other.TrainingLevel);
            Agree(weights.Preference.Preferred!, other.Preference.Preferred!);
            Agree(weights.Preference.Gain!, other.Preference.Gain!);
            Assert.Equal(weights.Networks[0].Points.Select(static point => point.Level), other.Networks[0].Points.Select(static point => point.Level));
            // Without noise there are no draws: float32 is all that differs.
            Assert.Equal(weights.Networks[0].Points[0].Loss, other.Networks[0].Points[0].Loss, 1e-5 * weights.Networks[0].Points[0].Loss);
            foreach (var (ours, its) in weights.Networks[0].Points.Zip(other.Networks[0].Points).Skip(1))
                Assert.InRange(Math.Abs(ours.Loss - its.Loss), 0, 4 * StandardError(ours));
        }

        // Each has the other's value within its interval.
        static void Agree(Interval one, Interval other)
        {
            Assert.InRange(one.Mean, other.Low, other.High);
            Assert.InRange(other.Mean, one.Low, one.High);
        }
    }

    // Of the difference of two losses, each the mean over P trials (their steps as one, for they are alike) and R draws of a squared error of bias b and variance v:
    // 2 (2 v^2 + 4 b^2 v) / (P R).
    private static double StandardError(NoisyRnn.Training.SweepPoint point) =>
        Math.Sqrt(2 * ((2 * point.Variance!.Value * point.Variance.Value) + (4 * Math.Max(0, point.BiasSquared!.Value) * point.Variance.Value)) / (40 * Draws));

    [Fact]
    public void A_step_has_fixed_points_and_exponents_and_all_else_has_a_reason()
    {
        var content = Function(Exported().Step);
        var lines = content.Explanations[0].Sentences;
        Assert.Contains(lines, static line => line.StartsWith("One step as a function: largest Lyapunov exponent of the silent step -", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("Fixed points: from where silent trials end", StringComparison.Ordinal));
        Assert.Equal(["operating-points", "bias", "repair"], content.Explanations[0].Refused.Select(static refused => refused.Key));
        Assert.Contains("fixed-points, lyapunov", Function(Exported().Sequence).Explanations[0].Refused.Select(static refused => refused.Key));
    }

    /// <summary>A linear step h' = W h + U u has the exponents ln |eigenvalue| of W and one fixed point, whatever the trial.</summary>
    [Theory]
    [InlineData(true, 1e-4)]
    [InlineData(false, 1e-8)]
    public void Of_a_linear_step_both_are_known(bool isSingle, double tolerance)
    {
        var network = new Elman { Units = 3, Activation = new Identity() };
        var parameters = network.Initialize(1, 1, 1, 1);
        double[] matrix = [0.9, 0.2, 0, 0, 0.5, 0.1, 0, 0, 0.25];
        matrix.CopyTo(parameters["W_rec"]);
        OnnxExport.Of(new Model(network, parameters, [new NoiseSource { Sigma = [0.1] }], 1, 1), isSingle).Write(At("step.onnx"), At("sequence.onnx"));
        var found = Function(At("step.onnx")).Explanations[0].Found[0].Metrics.ToDictionary(static metric => metric.Name, static metric => metric.Value);
        Assert.Equal(16, found["fixed points found"]);
        Assert.Equal(0.9, found["mean largest |eigenvalue|"], tolerance);
        Assert.InRange(found["error of derivatives"], 0, tolerance);
        // W is triangular: the volume of all three directions shrinks by its determinant, whichever way they turn.
        Assert.Equal(Math.Log(0.9 * 0.5 * 0.25), found["Lyapunov exponent 1, silent"] + found["Lyapunov exponent 2, silent"] + found["Lyapunov exponent 3, silent"], 10 * tolerance);
        Assert.InRange(found["Lyapunov exponent 1, silent"], Math.Log(0.9) - 0.1, Math.Log(0.9) + 0.1);
    }

    [Fact]
    public void A_graph_that_draws_itself_is_audited_and_said_to()
    {
        var trials = At("trials.npz");
        var random = new Random(3);
        File.WriteAllBytes(trials, NpzBytes.Of(("x", [6, 5, 2], Enumerable.Range(0, 60).Select(_ => random.NextDouble()).ToArray()), ("y", [6, 5, 1], new double[30])));
        using var model = OnnxModel.Open(Golden("torch_drawing.onnx"), null);
        var outcome = new FunctionAudit { Data = trials, Levels = [0, 0.1, 1], Draws = 8, Folder = At("drawing") }.Of([Golden("torch_drawing.onnx")], [model], TestContext.Current.CancellationToken);
        Assert.Contains(outcome.Caveats, static line => line.StartsWith("It draws its noise itself", StringComparison.Ordinal));
        Assert.False(outcome.Content.Networks[0].NoiseAtZero);
        Assert.True(outcome.Content.Networks[0].Points[2].Variance > 0);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var sequence = Exported().Sequence;
        Assert.Equal(Function(sequence, 1).Networks[0].Points, Function(sequence, 3).Networks[0].Points);
    }

    [Fact]
    public void Trials_that_do_not_fit_are_refused_and_nothing_is_written()
    {
        using var model = OnnxModel.Open(Golden("torch_step.onnx"), null);
        var message = Refusal.Of(() => new FunctionAudit { Data = subject.Trials, Folder = At("none") }.Of(["torch_step.onnx"], [model]));
        Assert.Contains("1 input channels; allowed is 2, the inputs of torch_step.onnx", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("none")));
    }

    private NoisyRnn.Reports.AuditContent Function(string file, int threads = 2)
    {
        using var model = OnnxModel.Open(file, null);
        return new FunctionAudit { Data = subject.Trials, Draws = Draws, Threads = threads, Folder = At("function") }.Of([file], [model], TestContext.Current.CancellationToken).Content;
    }

    private (string Step, string Sequence) Exported()
    {
        var (step, sequence) = (At("mine-step.onnx"), At("mine.onnx"));
        OnnxExport.Of(Model.Read(subject.Model), isSingle: true).Write(step, sequence);
        return (step, sequence);
    }

    // What a user would record of the network in another program, with that program's own draws.
    private string Recorded(string sequence)
    {
        using var model = OnnxModel.Open(sequence, null);
        using var trials = NpzFile.Open(subject.Trials);
        var (inputs, targets, mask) = (Values("inputs"), Values("targets"), Values("mask"));
        var (random, steps, count) = (new Random(11), mask.Length / 40, 40);
        double[] levels = [.. new NoiseSweep().Levels];
        var outputs = new List<double>();
        foreach (var level in levels)
        {
            for (var r = 0; r < Draws; r++)
            {
                var (noise, one) = (new double[count * steps * model.NoiseRows[0]], new double[count * steps]);
                for (var k = 0; k < noise.Length; k++)
                    noise[k] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                model.Run(count, steps, inputs, [noise], level, one);
                outputs.AddRange(one);
            }
        }

        var path = At("outputs.npz");
        File.WriteAllBytes(path, NpzBytes.Of(
            ("outputs", [levels.Length, Draws, count, steps, 1], outputs.ToArray()), ("levels", [levels.Length], levels), ("targets", [count, steps, 1], targets), ("mask", [count, steps], mask), ("train_level", [1], new[] { 1.0 })));
        return path;

        double[] Values(string array) => [.. Enumerable.Range(0, trials.Find(array)!.Length).Select(k => trials.Find(array)![k])];
    }

    private static string Golden(string name) => TestFiles.Find($"Onnx/golden/{name}");

    private string At(string name) => Path.Combine(_folder.Path, name);
}
