using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Dynamics;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>
/// The explicit regulariser by probes is the second-order term of the noisy loss, and its gradient is that of its value: in each
/// network, placement and loss that it is for.
/// </summary>
public sealed class RegularizerPenaltyTests
{
    private const double Dt = 0.3;
    private const int Batch = 5;
    private const ulong Seed = 3;
    private static readonly Wiggle Task = new();
    private static readonly Wiggle Classes = new() { Classes = true };

    public static TheoryData<string, Placement, string> Cases => [..
        from network in new[] { "tanh", "sigmoid", "softplus", "identity", "lipschitz", "fixed-step", "antisymmetric" }
        from placement in new[] { Placement.Inside, Placement.Outside, Placement.State }
        from loss in new[] { "mse", "sigmoid-mse", "cross-entropy" }
        select (network, placement, loss)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_value_is_the_second_order_of_the_loss_under_the_probe(string network, Placement placement, string loss)
    {
        var subject = new Subject(NetworkOf(network), Penalty(placement), LossOf(loss));
        // l'' / 2 by the four-point formula: errors e^4 l^(6) / 180 ~ 1e-10 and 5 u l / e^2 ~ 1e-10, of a value of some .1.
        const double E = 3e-3;
        var second = ((-subject.NoisyLoss(2 * E)) + (16 * subject.NoisyLoss(E)) - (30 * subject.NoisyLoss(0)) + (16 * subject.NoisyLoss(-E)) - subject.NoisyLoss(-2 * E)) / (12 * E * E);
        var value = subject.Value();
        Assert.InRange(Math.Abs(value - (second / 2)), 0, 1e-7 * Math.Max(Math.Abs(value), 0.01));
        // Its loss without the penalty is that of the network without noise.
        Assert.Equal(subject.NoisyLoss(0), subject.Loss(), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_gradient_agrees_with_central_differences(string network, Placement placement, string loss)
    {
        foreach (var terms in Enum.GetValues<RegularizerTerms>())
            CheckGradient(new Subject(NetworkOf(network), Penalty(placement) with { Terms = terms, Weight = 1.7 }, LossOf(loss)), terms);
    }

    [Fact]
    public void With_several_sources_levels_by_unit_and_coloured_noise_too()
    {
        var penalty = new RegularizerPenalty
        {
            Noise =
            [
                new() { Sigma = [0.1, 0.2, 0.3, 0.4, 0.5] }, new() { Placement = Placement.Outside, Sigma = [0.3], Scale = NoiseScale.SqrtDt },
                new() { Placement = Placement.State, Sigma = [0.2], CorrelationTime = 0.7 },
            ],
        };
        CheckGradient(new Subject(NetworkOf("tanh"), penalty, new CrossEntropy()), RegularizerTerms.PAndQ);
    }

    [Fact]
    public void Q_and_P_and_Q_share_their_first_order_and_a_linear_network_has_no_P()
    {
        var (both, q) = (Penalty(Placement.Inside), Penalty(Placement.Inside) with { Terms = RegularizerTerms.Q });
        Assert.Equal(new Subject(NetworkOf("identity"), q, new MeanSquaredError()).Value(), new Subject(NetworkOf("identity"), both, new MeanSquaredError()).Value(), 1e-13);
        Assert.NotEqual(new Subject(NetworkOf("tanh"), q, new MeanSquaredError()).Value(), new Subject(NetworkOf("tanh"), both, new MeanSquaredError()).Value(), 1e-3);
    }

    [Fact]
    public void The_weight_is_a_factor()
    {
        var once = new Subject(NetworkOf("tanh"), Penalty(Placement.State), new MeanSquaredError());
        var thrice = new Subject(NetworkOf("tanh"), Penalty(Placement.State) with { Weight = 3 }, new MeanSquaredError());
        Assert.Equal(3 * once.Value(), thrice.Value(), 1e-13);
        Assert.Equal(once.Loss(), thrice.Loss());
    }

    [Theory]
    [InlineData("tanh", Placement.Inside)]
    [InlineData("tanh", Placement.Outside)]
    [InlineData("softplus", Placement.State)]
    [InlineData("identity", Placement.State)]
    public void Its_mean_over_probes_is_that_of_the_covariance_recursion(string activation, Placement placement)
    {
        var network = (Ctrnn)NetworkOf(activation);
        var values = new double[400];
        var exact = 0.0;
        for (var k = 0; k < values.Length; k++)
        {
            // The same trials and parameters each time, other probes.
            var subject = new Subject(network, Penalty(placement), new MeanSquaredError(), probeSeed: (ulong)k);
            values[k] = subject.Value();
            if (k == 0)
                exact = CovarianceRecursion.Of(network, subject.Parameters, Task, Dt, placement, Penalty(placement).Noise[0].Sigma[0], Seed, Batch);
        }

        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length * (values.Length - 1.0)));
        Assert.InRange(Math.Abs(mean - exact), 0, 4 * error);
        // The check has power: the standard error is a small part of what it checks.
        Assert.InRange(error, 1e-12, 0.2 * Math.Abs(exact));
    }

    [Fact]
    public void It_may_be_negative_and_no_trial_is_cut_off()
    {
        // Noise inside a convex f raises it, and all targets lie far above the outputs: P = 2 grad l . mu is below 0.
        var network = new Ctrnn { Units = 5, Activation = new SoftPlus(), TrainReadout = false };
        var subject = new Subject(network, Penalty(Placement.Inside), new MeanSquaredError(), readout: 0.05, task: new Raised());
        var whole = subject.Value();
        Assert.InRange(whole, double.NegativeInfinity, -1e-4);
        // Trials weigh alike in this task, so the mean over a batch is that of its trials, each by itself.
        var single = Enumerable.Range(0, Batch).Sum(trial => subject.Value((ulong)trial, 1)) / Batch;
        Assert.Equal(single, whole, 1e-12);
        var q = new Subject(network, Penalty(Placement.Inside) with { Terms = RegularizerTerms.Q }, new MeanSquaredError(), readout: 0.05, task: new Raised());
        Assert.InRange(q.Value(), 0, double.PositiveInfinity);
    }

    [Fact]
    public void In_float_it_is_the_same_to_rounding()
    {
        var subject = new Subject(NetworkOf("lipschitz"), Penalty(Placement.State), new CrossEntropy());
        var (wide, narrow) = (subject.Gradient<double>(), subject.Gradient<float>());
        for (var k = 0; k < wide.Length; k++)
            Assert.Equal(wide[k], narrow[k], 1e-5 * wide.Max(Math.Abs));
    }

    private static void CheckGradient(Subject subject, RegularizerTerms terms)
    {
        var gradient = subject.Gradient<double>();
        var layout = subject.Parameters.Layout;
        foreach (var slice in layout.Slices.Where(static slice => slice.Trainable))
        {
            var largest = gradient.AsSpan(slice.Offset, slice.Length).ToArray().Max(Math.Abs);
            Assert.True(largest > 1e-6, $"{slice.Name} has no gradient to speak of");
            for (var k = slice.Offset; k < slice.Offset + slice.Length; k++)
            {
                // Error of the difference: h^2 L'''/6 ~ 1e-10, rounding of L over h ~ 1e-11.
                const double H = 1e-5;
                var difference = (subject.Total(k, H) - subject.Total(k, -H)) / (2 * H);
                Assert.True(Math.Abs(difference - gradient[k]) <= 1e-6 * largest, $"{terms}, {slice.Name}[{k - slice.Offset}]: {gradient[k]} against {difference}");
            }
        }
    }

    private static RegularizerPenalty Penalty(Placement placement) => new() { Noise = [new() { Placement = placement, Sigma = [0.4] }] };

    private static DrivenNetwork NetworkOf(string name) => name switch
    {
        "lipschitz" => new Lipschitz { Units = 5, MatrixStd = 0.3, Alpha = 0.7 },
        "fixed-step" => new Lipschitz { Units = 5, MatrixStd = 0.3, TrainStep = false },
        "antisymmetric" => new Antisymmetric { Units = 5, MatrixStd = 0.4 },
        _ => new Ctrnn
        {
            Units = 5, Tau = [0.5, 0.6, 0.7, 0.8, 0.9], TrainInitialState = true, StateInitializer = new NormalInitializer { Std = 0.5 },
            Activation = name switch { "tanh" => new Tanh(), "sigmoid" => new Sigmoid(), "softplus" => new SoftPlus(), _ => new Identity() },
        },
    };

    private static Loss LossOf(string name) => name switch
    {
        "mse" => new MeanSquaredError(),
        "sigmoid-mse" => new MeanSquaredError { Readout = Readout.Sigmoid, MeanOver = ErrorMean.Elements },
        _ => new CrossEntropy(),
    };

    // Wiggle with all its targets at 5 and one weight.
    private sealed record Raised : NoisyRnn.Tasks.TrialTask
    {
        public override int InputCount => 2;

        public override int OutputCount => 1;

        public override int StepCount => 6;

        public override string Summary => "targets of 5";

        public override void Fill(NoisyRnn.Tasks.TrialKey key, NoisyRnn.Tasks.Trial trial)
        {
            var random = key.Random();
            for (var t = 0; t < StepCount; t++)
            {
                (trial.Inputs[t, 0], trial.Inputs[t, 1]) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1));
                (trial.Targets[t, 0], trial.Mask[t, 0]) = (5, 1);
            }
        }
    }

    // A network at its first parameters, with a batch to look at.
    private sealed class Subject
    {
        private readonly DrivenNetwork _network;
        private readonly RegularizerPenalty _penalty;
        private readonly Loss _loss;
        private readonly NoisyRnn.Tasks.TrialTask _task;
        private readonly ulong _probeSeed;
        private readonly Rollout<double> _rollout;

        public Subject(DrivenNetwork network, RegularizerPenalty penalty, Loss loss, ulong probeSeed = Seed, double readout = 0, NoisyRnn.Tasks.TrialTask? task = null)
        {
            _task = task ?? (loss is CrossEntropy ? Classes : Task);
            (_network, _penalty, _loss, _probeSeed) = (network, penalty, loss, probeSeed);
            Parameters = network.Initialize(_task.InputCount, _task.OutputCount, Dt, 11);
            if (readout > 0)
                Parameters["W_out"].Fill(readout);
            _rollout = Expanded<double>();
        }

        public Parameters Parameters { get; }

        public double Loss() => Run(_rollout, Parameters, 0, Batch, []).Loss;

        public double Value(ulong first = 0, int batch = Batch) => Run(_rollout, Parameters, first, batch, []).Regularizer;

        public double Total(int parameter, double step)
        {
            var moved = Parameters.Copy();
            moved.Values[parameter] += step;
            var (loss, regularizer) = Run(_rollout, moved, 0, Batch, []);
            return loss + regularizer;
        }

        public double[] Gradient<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var gradient = new double[Parameters.Layout.Length];
            Run(Expanded<T>(), Parameters, 0, Batch, gradient);
            return gradient;
        }

        /// <summary>The loss of the network itself under e times the probe.</summary>
        public double NoisyLoss(double e)
        {
            ImmutableArray<NoiseSource> signs = [.. _penalty.Noise.Select(static source => source with { Distribution = NoiseDistribution.TwoPoint })];
            var draws = _network.Draw<double>(signs, _probeSeed, NoiseStream.Probe, _task.InputCount, _task.OutputCount, Dt);
            var rollout = new Rollout<double>(_network, Parameters.Layout, Dt, new LevelledIncrements<double>(draws, null) { Factor = e });
            return Run(rollout, Parameters, 0, Batch, []).Loss;
        }

        private Rollout<T> Expanded<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
            _penalty.Prepare<T>(new Setup { Task = _task, Network = _network, Dt = Dt, Seed = _probeSeed });

        private (double Loss, double Regularizer) Run<T>(Rollout<T> rollout, Parameters parameters, ulong first, int batch, Span<double> gradient)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var pass = new BatchPass<T>(rollout, _task, _loss, batch, 1, regularizerWeight: _penalty.Weight);
            rollout.Refresh(parameters);
            return (pass.Run(Seed, NoiseStream.Task, first, gradient), pass.Regularizer);
        }
    }
}
