using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Numerics;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The Hessian of the training loss, beside the whole matrix written down.</summary>
public sealed class HessianTests
{
    private const double Dt = 0.3;
    private const int Trials = 40;

    // Asked of the eigenvalues, relative to the largest one.
    private const double Relative = 1e-6;

    private static readonly Hessian Everything = new() { Trials = Trials, Top = 1000, Steps = 1000, TraceProbes = 2 };

    [Theory]
    [MemberData(nameof(Subjects))]
    public void All_eigenvalues_and_the_trace_are_those_of_the_whole_matrix_by_finite_differences(string name)
    {
        var subject = Named(name);
        var noise = name.EndsWith("noise", StringComparison.Ordinal) ? HessianNoise.Training : HessianNoise.None;
        var whole = WholeHessian(subject, noise == HessianNoise.Training ? subject.Noise : []);
        var result = Run(subject, Everything with { Noise = noise });
        var slices = subject.Parameters.Layout.Slices.Where(static slice => slice.Trainable).ToArray();
        Assert.Equal(slices.Select(static slice => slice.Name).Prepend("all"), result.Parts.Select(static part => part.Name));
        foreach (var part in result.Parts)
        {
            // The block of an array is that of the whole.
            int[] rows = [.. slices.Where(slice => part.Name == "all" || slice.Name == part.Name).SelectMany(static slice => Enumerable.Range(slice.Offset, slice.Length))];
            var block = Matrix<double>.Build.Dense(rows.Length, rows.Length, (i, j) => whole[rows[i], rows[j]]);
            var expected = SymmetricMatrices.Eigenvalues(block);
            var tolerance = Relative * expected.Max(Math.Abs);
            Assert.Equal((rows.Length, rows.Length, true, true), (part.Parameters, part.Steps, part.IsComplete, part.IsConverged));
            Assert.Equal(expected.Length, part.Top.Length);
            for (var k = 0; k < expected.Length; k++)
                Assert.True(Math.Abs(expected[k] - part.Top[k]) <= tolerance, $"{part.Name} {k}: {expected[k]:R} {part.Top[k]:R}");
            Assert.Equal(expected[^1], part.Smallest, tolerance);
            Assert.Equal(block.Trace(), part.Trace, rows.Length * tolerance);
            Assert.Equal(0, part.TraceError);
            Assert.InRange(part.ProductError, 0, tolerance);
            var theta = Vector<double>.Build.Dense([.. rows.Select(row => subject.Parameters.Values[row])]);
            Assert.Equal(theta * (block * theta), result.ScaledCurvatures.Single(along => along.Name == part.Name).Value, tolerance * (theta * theta));
            var sizes = part.Top.Select(Math.Abs).ToArray();
            Assert.Equal(sizes.Max() / sizes.Min(), part.ConditionNumber);
        }
    }

    public static TheoryData<string> Subjects() => ["tanh", "cross-entropy", "cross-entropy noise", "lipschitz", "lstm", "input noise"];

    [Fact]
    public void A_linear_network_without_recurrence_has_the_second_moment_of_its_states()
    {
        // h(t) = (1 - (1-g)^t) (W_in u + b): the loss is quadratic in the readout, H = 2/O E h~ h~^T for each output, h~ = (h, 1).
        const int Units = 3, Steps = 8;
        var network = new Ctrnn
        {
            Units = Units, Activation = new Identity(), RecurrentInitializer = new ZeroInitializer(), TrainRecurrent = false, TrainInput = false, TrainBias = false,
        };
        var subject = Subject(network, new HeldInputs(Steps), new MeanSquaredError());
        var (weights, bias) = (subject.Parameters["W_in"].ToArray(), subject.Parameters["b_rec"].ToArray());
        var moment = Matrix<double>.Build.Dense(Units + 1, Units + 1);
        for (var n = 0; n < Trials; n++)
        {
            var trial = new Trial(Steps, 3, 2);
            subject.Task.Fill(new TrialKey(subject.Seed, NoiseStream.Task, (ulong)n), trial);
            for (var t = Steps / 2; t < Steps; t++)
            {
                var state = Vector<double>.Build.Dense(Units + 1, 1);
                for (var i = 0; i < Units; i++)
                    state[i] = (1 - Math.Pow(1 - Dt, t + 1)) * (bias[i] + Enumerable.Range(0, 3).Sum(j => weights[(3 * i) + j] * trial.Inputs[0, j]));
                moment += state.OuterProduct(state) / (Trials * Steps / 2);
            }
        }

        double[] expected = [.. SymmetricMatrices.Eigenvalues(moment).SelectMany(static value => new[] { value, value })];
        var part = Run(subject, Everything).Parts[0];
        Assert.Equal(expected.Length, part.Top.Length);
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], part.Top[k], Rounding * expected[0]);
        Assert.Equal(2 * moment.Trace(), part.Trace, 8 * Rounding * expected[0]);
        // Positive definite: no negative eigenvalue, and a condition number of its own.
        Assert.Equal(expected[0] / expected[^1], part.ConditionNumber, 1e-6 * part.ConditionNumber);
        Assert.All(part.Density!.Negative, static share => Assert.Equal(0, share));
    }

    // Of a quadratic loss the difference leaves out nothing: u/e = u^(2/3), 2.3e-11, with room for sums.
    private const double Rounding = 1e-9;

    [Fact]
    public void Of_the_bias_of_a_readout_under_cross_entropy_it_is_the_covariance_of_the_classes()
    {
        var subject = Named("cross-entropy");
        // All readout weights 0: the probabilities are those of the bias, in all trials.
        subject.Parameters["W_out"].Clear();
        double[] bias = [0.3, -0.2, 1];
        bias.CopyTo(subject.Parameters["b_out"]);
        double[] p = [.. bias.Select(b => Math.Exp(b) / bias.Sum(Math.Exp))];
        var expected = SymmetricMatrices.Eigenvalues(Matrix<double>.Build.Dense(3, 3, (i, j) => (i == j ? p[i] : 0) - (p[i] * p[j])));
        var part = Run(subject, Everything).Parts.Single(static part => part.Name == "b_out");
        for (var k = 0; k < 3; k++)
            Assert.Equal(expected[k], part.Top[k], Rounding);
    }

    [Fact]
    public void With_fewer_products_than_parameters_it_stops_when_it_is_sure_and_says_how_sure()
    {
        var subject = Subject(new Ctrnn { Units = 16, Activation = new NoisyRnn.Networks.Tanh() }, new HeldInputs(10), new MeanSquaredError());
        var whole = Run(subject, Everything with { PerMatrix = false, DensityProbes = 0 }).Parts[0];
        var part = Run(subject, new Hessian { Trials = Trials, Top = 3, PerMatrix = false }).Parts[0];
        Assert.True(part.IsConverged && !part.IsComplete && part.Steps is > 3 and < 80);
        for (var k = 0; k < 3; k++)
        {
            Assert.InRange(part.Residuals[k], 0, 0.0101 * part.Top[k]);
            // The error is of second order in the residual where gaps are wide; never more than the residual.
            Assert.Equal(whole.Top[k], part.Top[k], part.Residuals[k]);
        }

        Assert.Equal(whole.Smallest, part.Smallest, part.SmallestResidual);
        Assert.True(part.TraceError > 0);
        Assert.Equal(whole.Trace, part.Trace, 5 * part.TraceError);
        // Too few: it says so.
        var few = Run(subject, new Hessian { Trials = Trials, Top = 3, Steps = 4, PerMatrix = false }).Parts[0];
        Assert.False(few.IsConverged);
        Assert.Equal(4, few.Steps);
    }

    [Fact]
    public void The_density_of_many_probes_is_that_of_the_eigenvalues()
    {
        var subject = Subject(new Ctrnn { Units = 8, Activation = new NoisyRnn.Networks.Tanh() }, new HeldInputs(6), new MeanSquaredError());
        var part = Run(subject, Everything with { PerMatrix = false, DensityProbes = 120, DensitySteps = 1000 }).Parts[0];
        var density = part.Density!;
        Assert.Equal(1, density.NearZero + density.Positive.Sum() + density.Negative.Sum(), 1e-9);
        Assert.Equal(120, density.Probes);
        // Complete probes see every eigenvalue; the weights of the beta law, 1/n each with a deviation of sqrt(2)/n, give a
        // share q over probes an error of at most sqrt(2 q / (n probes)).
        for (var bin = 0; bin < density.Positive.Length; bin += 4)
        {
            var from = density.Largest * Math.Pow(10, ((double)bin / HessianDensity.BinsOfDecade) - HessianDensity.Decades);
            var share = part.Top.Count(value => value >= from) / (double)part.Parameters;
            Assert.Equal(share, density.Positive.Skip(bin).Sum(), (5 * Math.Sqrt(2.0 / (part.Parameters * 120))) + 1e-9);
        }
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_tells_how_far_it_is()
    {
        // Two chains of more than one block, and a last block that is not full.
        var analysis = new Hessian { Trials = 1100, Top = 2, Steps = 6, TraceProbes = 2, DensitySteps = 3 };
        var subject = Named("cross-entropy noise");
        var shares = new List<double>();
        var once = ResultJson.Write(analysis.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken));
        Assert.Equal(once, ResultJson.Write(analysis.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<HessianResult>(once)));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.True(shares.Count > 10 && shares[0] < 0.1);
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Loss_and_gradient_are_those_of_training()
    {
        const int Many = 1100;
        var subject = Named("cross-entropy noise");
        var gradient = new double[subject.Parameters.Layout.Length];
        var loss = Pass(subject, subject.Noise, Many).Run(subject.Seed, NoiseStream.Task, 0, gradient);
        var own = new double[gradient.Length];
        var products = new HessianProducts(subject, subject.Noise, Many, 2, TestContext.Current.CancellationToken);
        Assert.Equal(loss, products.Gradient(own), 1e-13);
        Assert.Equal(gradient, own, static (x, y) => Math.Abs(x - y) <= 1e-13);
        var result = Run(subject, new Hessian { Trials = Many, Noise = HessianNoise.Training, Steps = 2, TraceProbes = 2, DensityProbes = 0, PerMatrix = false });
        Assert.Equal((loss, Many), (result.Loss, result.Trials), static (x, y) => x.Item2 == y.Item2 && Math.Abs(x.Item1 - y.Item1) <= 1e-13);
        Assert.Equal(PlainMatrices.Frobenius(gradient), result.GradientNorm, 1e-12);
        Assert.NotEqual(result.Loss, Run(subject, new Hessian { Trials = Many, Steps = 2, TraceProbes = 2, DensityProbes = 0, PerMatrix = false }).Loss);
    }

    [Fact]
    public void A_data_set_is_seen_once_and_what_makes_trials_without_end_needs_a_number()
    {
        var small = Named("cross-entropy") with { Setup = Named("cross-entropy").Setup with { Task = new HeldClasses(6, Count: 20) } };
        var quick = new Hessian { Steps = 3, TraceProbes = 2, DensityProbes = 0, PerMatrix = false };
        Assert.Equal(20, Run(small, quick).Trials);
        Assert.Equal(20, Run(small, quick with { Trials = null }).Trials);
        Assert.Equal(7, Run(small, quick with { Trials = 7 }).Trials);
        Assert.Equal("trials: empty, and the task makes trials without end; allowed is a number", (quick with { Trials = null }).Refusal(Named("cross-entropy").Setup));
        var fixedNetwork = new Ctrnn { Units = 2, TrainRecurrent = false, TrainInput = false, TrainBias = false, TrainReadout = false };
        Assert.Contains("nothing in the network is trained", quick.Refusal(Subject(fixedNetwork, new HeldInputs(4), new MeanSquaredError()).Setup)!, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Run(Named("cross-entropy"), quick with { Trials = null }));
    }

    [Fact]
    public void A_network_that_has_diverged_has_no_curvature()
    {
        var subject = Named("tanh");
        subject.Parameters["W_out"].Fill(double.NaN);
        var result = Run(subject, Everything);
        Assert.Empty(result.Parts);
        Assert.Null(result.Findings);
        Assert.Equal(["largest eigenvalue", "smallest eigenvalue", "trace", "condition number"], Run(Named("tanh"), Everything).Findings!.Metrics.Select(static metric => metric.Name));
    }

    // Each column by the four-point rule, whose error is e^4/30 of a fifth derivative of the loss, from the gradient that trains.
    private static Matrix<double> WholeHessian(TrainedNetwork subject, ImmutableArray<NoiseSource> noise)
    {
        const double Step = 1e-3;
        var n = subject.Parameters.Values.Length;
        var whole = Matrix<double>.Build.Dense(n, n);
        for (var k = 0; k < n; k++)
        {
            var column = (8 * (Gradient(k, Step) - Gradient(k, -Step)) - (Gradient(k, 2 * Step) - Gradient(k, -2 * Step))) / (12 * Step);
            whole.SetColumn(k, column);
        }

        return (whole + whole.Transpose()) / 2;

        Vector<double> Gradient(int k, double step)
        {
            var moved = subject.Parameters.Copy();
            moved.Values[k] += step;
            var gradient = new double[n];
            Pass(subject with { Parameters = moved }, noise, Trials).Run(subject.Seed, NoiseStream.Task, 0, gradient);
            return Vector<double>.Build.DenseOfArray(gradient);
        }
    }

    private static BatchPass<double> Pass(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, int trials)
    {
        var draws = subject.Network.Draw<double>(noise, subject.Seed, NoiseStream.Dynamics, subject.Task.InputCount, subject.Task.OutputCount, subject.Dt);
        var rollout = new Rollout<double>(subject.Network, subject.Parameters.Layout, subject.Dt, draws, subject.Setup.Scheme);
        rollout.Refresh(subject.Parameters);
        return new(rollout, subject.Task, subject.Loss, trials, threads: 1);
    }

    private static HessianResult Run(TrainedNetwork subject, Hessian analysis) => analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);

    private static TrainedNetwork Named(string name) => name switch
    {
        "tanh" => Subject(new Ctrnn { Units = 3, Activation = new NoisyRnn.Networks.Tanh(), TrainInitialState = true }, new HeldInputs(8), new MeanSquaredError { Readout = Readout.Sigmoid }),
        "lipschitz" => Subject(new Lipschitz { Units = 3, MatrixStd = 0.4 }, new HeldClasses(9), new CrossEntropy()),
        "lstm" => Subject(new Lstm { Units = 2 }, new HeldInputs(6), new MeanSquaredError()),
        "input noise" => Subject(new Ctrnn { Units = 3, Activation = new SoftPlus() }, new HeldInputs(6), new MeanSquaredError(), Placement.Input),
        _ => Subject(new Ctrnn { Units = 3, Activation = new SoftPlus() }, new HeldClasses(8), new CrossEntropy(), Placement.Inside),
    };

    private static TrainedNetwork Subject(Network network, TrialTask task, Loss loss, Placement? placement = null) => new(new Setup { Task = task, Network = network, Dt = Dt, Noise = placement is { } where ? [new NoiseSource { Placement = where, Sigma = [0.4] }] : [], Training = new() { Loss = loss }, Seed = 5 }, network.Initialize(task.InputCount, task.OutputCount, Dt, 5));
}
