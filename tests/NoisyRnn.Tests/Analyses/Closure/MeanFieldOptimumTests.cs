using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>A regulator beside the best of its kind: one that stands at the optimum, one that was trained, and what is refused.</summary>
public sealed class MeanFieldOptimumTests
{
    private const double Dt = 0.1, Sigma = 0.3;

    private static readonly Ctrnn Unit = new()
    {
        Units = 1, RecurrentInitializer = new ZeroInitializer(), TrainRecurrent = false,
        ReadoutInitializer = new ConstantInitializer { Value = 1 }, TrainReadoutWeights = false,
    };

    [Theory]
    [InlineData(Placement.Inside)]
    [InlineData(Placement.Outside)]
    public void A_unit_that_stands_at_the_optimum_has_its_loss_and_its_preference(Placement placement)
    {
        var optimum = Run(At(placement, 1, 0.5, -0.5));
        var result = Run(At(placement, optimum.OptimalWeight, optimum.OptimalBias, optimum.OptimalOffset));
        Assert.Equal((optimum.OptimalWeight, optimum.OptimalBias, optimum.OptimalOffset), (result.Weight, result.Bias, result.Offset));
        Assert.Equal(result.OptimalPreference, result.PredictedPreference);
        // 256 set-points x 64 draws x about two independent values in 20 steps: .8 % for the variance; as much for the set-points.
        Assert.Equal(1, result.TrainedLoss / result.OptimalLoss, 4 * 0.012);
        Assert.Equal((result.Weight / 2 + result.Bias) / Sigma, result.OperatingPoint!.Value, 1e-9);
        Assert.Equal(placement == Placement.Outside, result.OptimalPreference == 0);
        Assert.Equal(
            [("loss / optimum", result.TrainedLoss / result.OptimalLoss), ("s*/s0 of the optimum", result.OptimalPreference), ("s*/s0 predicted", result.PredictedPreference), ("operating point a/s0", result.OperatingPoint.Value)],
            result.Findings!.Metrics.Select(static metric => (metric.Name, metric.Value)));
    }

    [Fact]
    public void Another_unit_is_measured_at_its_own_loss_and_predicted_from_its_own_weights()
    {
        // Dead: its output is c = 1/2 at every noise, its loss the variance of the set-points, 1/12 (256 of them: 5.6 %).
        var dead = Run(At(Placement.Inside, 0, -10, 0.5));
        Assert.Equal(1, dead.TrainedLoss * 12, 4 * 0.056);
        Assert.Equal((0, -10, 0.5), (dead.Weight, dead.Bias, dead.Offset));
        Assert.True(dead.TrainedLoss > 2 * dead.OptimalLoss);
        // At the kink and with a readout that knows no shift: silence.
        Assert.Equal(0, Run(At(Placement.Inside, 1, 0, 0)).PredictedPreference);
    }

    [Fact]
    public void Without_training_noise_the_optimum_is_a_copy_and_there_is_no_operating_point()
    {
        var result = Run(At(Placement.Inside, 1, 0.5, -0.5) with { Setup = At(Placement.Inside, 1, 0.5, -0.5).Setup with { Noise = [] } });
        Assert.InRange(result.OptimalLoss, 0, 1e-7);
        Assert.Equal((0, 0, null), (result.OptimalPreference, result.PredictedPreference, result.OperatingPoint));
        Assert.Null(result.Findings);
        // (1-g)^80 of the state's way is left at the first step that counts.
        Assert.InRange(result.TrainedLoss, 0, Math.Pow(1.5 * Math.Pow(1 - Dt, 80), 2));
    }

    [Fact]
    public void Threads_change_no_bit() =>
        Assert.Equal(Run(At(Placement.Inside, 1, 0.1, -0.2), 1), Run(At(Placement.Inside, 1, 0.1, -0.2), 3));

    [Fact]
    public void Only_the_unit_of_the_theory_is_accepted()
    {
        var allowed = At(Placement.Inside, 1, 0, 0);
        Assert.Null(Refusal(allowed));
        Assert.Null(Refusal(allowed with { Setup = allowed.Setup with { Noise = [] } }));
        Assert.Null(Refusal(allowed with { Setup = allowed.Setup with { Noise = [new NoiseSource { Placement = Placement.Outside, Sigma = [1] }] } }));

        TrainedNetwork[] others =
        [
            allowed with { Setup = allowed.Setup with { Task = new FunctionApproximation() } },
            allowed with { Setup = allowed.Setup with { Network = Unit with { Units = 2 } } },
            allowed with { Setup = allowed.Setup with { Network = Unit with { Activation = new Tanh() } } },
            allowed with { Setup = allowed.Setup with { Network = Unit with { TrainRecurrent = true } } },
            allowed with { Setup = allowed.Setup with { Network = Unit with { RecurrentInitializer = new GaussianInitializer() } } },
            allowed with { Setup = allowed.Setup with { Network = Unit with { TrainReadoutWeights = true } } },
            allowed with { Setup = allowed.Setup with { Network = Unit with { ReadoutInitializer = new ConstantInitializer { Value = 2 } } } },
            allowed with { Setup = allowed.Setup with { Noise = [new NoiseSource { Placement = Placement.State, Sigma = [1] }] } },
            allowed with { Setup = allowed.Setup with { Noise = [new NoiseSource { Scale = NoiseScale.SqrtDt, Sigma = [1] }] } },
            allowed with { Setup = allowed.Setup with { Noise = [new NoiseSource { Distribution = NoiseDistribution.Uniform, Sigma = [1] }] } },
            allowed with { Setup = allowed.Setup with { Noise = [new NoiseSource { CorrelationTime = 1, Sigma = [1] }] } },
            allowed with { Setup = allowed.Setup with { Noise = [new NoiseSource(), new NoiseSource { Placement = Placement.Outside }] } },
            allowed with { Setup = allowed.Setup with { Training = allowed.Setup.Training with { Loss = new MeanSquaredError { Readout = Readout.Sigmoid } } } },
        ];
        Assert.All(others, static other => Assert.StartsWith("allowed is a ctrnn of one ReLU unit without recurrence", Refusal(other), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("inside")]
    [InlineData("outside")]
    [Trait("speed", "slow")]
    public void A_trained_regulator_reaches_its_optimum_and_prefers_what_it_does(string placement)
    {
        var experiment = Experiment.Parse(ShippedExperiments.Find("regulator")!, "regulator", "/", "full",
            [$"grid.noise.placement=[{placement}]", "grid.noise.sigma=[.3]", "grid.seed=[1]"]);
        var plan = Assert.Single(experiment.Runs);
        var spec = plan.Spec;
        var trainer = new Trainer<float>(new Setup { Task = spec.Setup.Task, Network = spec.Setup.Network, Dt = spec.Setup.Dt, Scheme = spec.Setup.Scheme, Noise = spec.Setup.Noise, Training = spec.Setup.Training, Seed = spec.Setup.Seed }, threads: 2);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        var subject = plan.Trained(trainer.State);
        Assert.Null(spec.MeanFieldOptimum!.Refusal(subject.Setup));

        var result = spec.MeanFieldOptimum.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);
        // The optimum is over all set-points: so near 0 the curve is flat, and which 128 of them a sweep draws moves its lowest point by .1.
        var sweep = (spec.Sweep with { Trials = 2048 }).Run(subject, 2, cancellation: TestContext.Current.CancellationToken).Sweep!;
        TestContext.Current.SendDiagnosticMessage($"{placement}: {result}, measured rho {sweep.Preferred}");

        // The limits: within 5 % of the optimum's loss, within .1 of its preferred level.
        Assert.InRange(result.TrainedLoss / result.OptimalLoss, 0.95, 1.05);
        Assert.Equal(result.OptimalPreference, sweep.Preferred.Level, 0.1);
        Assert.Equal(result.PredictedPreference, sweep.Preferred.Level, 0.1);
    }

    private static MeanFieldResult Run(TrainedNetwork subject, int threads = 1) => new MeanFieldOptimum().Run(subject, threads, cancellation: TestContext.Current.CancellationToken);

    private static string? Refusal(TrainedNetwork subject) => new MeanFieldOptimum().Refusal(subject.Setup);

    private static TrainedNetwork At(Placement placement, double weight, double bias, double offset)
    {
        var parameters = new Parameters(Unit.Layout(1, 1));
        (parameters["W_in"][0], parameters["b_rec"][0], parameters["W_out"][0], parameters["b_out"][0]) = (weight, bias, 1, offset);
        return new(new Setup { Task = new Regulator(), Network = Unit, Dt = Dt, Noise = [new NoiseSource { Placement = placement, Sigma = [Sigma] }] }, parameters);
    }
}
