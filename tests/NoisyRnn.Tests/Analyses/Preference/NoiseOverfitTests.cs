using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Noise of other laws on single units, whose mean and variance are known.</summary>
public sealed class NoiseOverfitTests
{
    private const double Dt = 0.1, Sigma = 0.8;
    private const int Trials = 64, Draws = 256;
    private static readonly FunctionApproximation Task = new() { Steps = 30, LossSteps = 5, Function = new PolynomialFunction { Coefficients = [0, 0.5] } };

    [Fact]
    public void A_linear_unit_feels_the_variance_alone_and_colour_by_its_correlation()
    {
        var result = Run(Unit(new Identity()), [0, 1]);
        Assert.Equal(["gaussian", "uniform", "laplace", "two-point", "OU 0.2 tau", "OU 1 tau"], result.Laws.Select(static law => law.Name));
        foreach (var law in result.Laws)
        {
            // h is a sum of some ten draws: its fourth moment is within a tenth of a normal's, and steps share draws, so that
            // the variance is known to no worse than that of one step's 64 x 256 values.
            Assert.Equal(1, law.Variance!.Value / ExactVariance(law.CorrelationTime), 5 * Math.Sqrt(2.1 / (Trials * Draws)));
            Assert.Equal(RangeEnd.AtMost, law.Preferred!.End);
            // f is its own average under any law: the prediction is the silent network.
            Assert.Equal(result.Laws[0].PredictedLoss, law.PredictedLoss);
        }

        Assert.True(result.Laws[5].Variance > 3 * result.Laws[0].Variance);
    }

    [Fact]
    public void A_relu_unit_follows_the_activation_averaged_over_the_law()
    {
        // Without recurrence the mean of h is exactly that of the silent unit with F in the place of f.
        var result = Run(Unit(new Relu()), [0, 1]);
        foreach (var law in result.Laws.Take(4))
        {
            // One condition's (zbar - zhat)^2 - v/R has the deviation sqrt(2) v/R; the five steps of a trial share draws, and the
            // variance differs between inputs by a factor of two at most.
            var tolerance = 4 * Math.Sqrt(2.0 / Trials) * 2 * law.Variance!.Value / Draws;
            Assert.Equal(0, law.PredictionError!.Value, tolerance);
            // bias^2 is the loss of the mean: its error has a term linear in the bias.
            Assert.Equal(law.PredictedLoss!.Value, law.BiasSquared!.Value, tolerance + (4 * 2 * Math.Sqrt(law.PredictedLoss.Value * 2 * law.Variance.Value / (Trials * Draws))));
        }

        // The laws part by far more than that: half of the mean |xi| is .4, .433, .354, .5 at the kink.
        var losses = result.Laws.Take(4).Select(static law => law.PredictedLoss!.Value).ToArray();
        Assert.Equal(4, losses.Select(static loss => Math.Round(loss, 4)).Distinct().Count());
        // Coloured noise has the same law at each step, and without recurrence the same mean.
        Assert.Equal(result.Laws[0].PredictedLoss, result.Laws[4].PredictedLoss);
    }

    [Fact]
    public void A_unit_calibrated_to_Gaussian_noise_prefers_the_level_of_another_law_with_the_same_shift()
    {
        // At the kink F_s(0) = s E|xi|/2; the readout subtracts that of Gaussian noise at s0, and the target is 0. Another law
        // gives the same shift at s0 sqrt(2/pi)/E|xi|.
        var network = new Ctrnn { Units = 1 };
        var task = new FunctionApproximation { Steps = 500, LossSteps = 20, Function = new PolynomialFunction { Coefficients = [0] } };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["W_out"][0] = 1;
        parameters["b_out"][0] = -Sigma / Math.Sqrt(2 * Math.PI);
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 0.02, Noise = [new NoiseSource { Sigma = [Sigma] }] }, parameters);
        var result = new NoiseOverfit { Levels = [0, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5], CorrelationTimes = [], Trials = 4, Draws = 512 }
            .Run(subject, cancellation: TestContext.Current.CancellationToken);
        double[] meanSize = [Math.Sqrt(2 / Math.PI), Math.Sqrt(3) / 2, 1 / Math.Sqrt(2), 1];
        foreach (var (law, size) in result.Laws.Zip(meanSize))
        {
            // L = (s E|xi|/2 - c)^2 + k s^2, k = g/(2-g) Var f: best at c m/(m^2 + k), m = E|xi|/2, Var f = 1/2 - m^2.
            var m = size / 2;
            var best = m / Math.Sqrt(2 * Math.PI) / ((m * m) + (0.02 / 1.98 * (0.5 - (m * m))));
            // As in the sweep's test, .5 % of s0 by the draws; the parabola is exact for a parabola.
            Assert.Equal(best, law.Preferred!.Level, 0.02);
        }
    }

    [Fact]
    public void Under_the_law_of_training_it_is_the_sweep()
    {
        var subject = Unit(new Relu());
        var sweep = new NoiseSweep { Levels = [0, 0.5, 1, 2], Trials = 8, Draws = 16 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var gaussian = new NoiseOverfit { Levels = [0, 0.5, 1, 2], Trials = 8, Draws = 16 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Laws[0];
        Assert.Equal(
            (sweep.TrainingLevelLoss, sweep.Points[2].BiasSquared, sweep.Points[2].Variance, sweep.Preferred, sweep.RepairedLoss),
            (gaussian.Loss, gaussian.BiasSquared, gaussian.Variance, gaussian.Preferred, gaussian.PredictedLoss));
    }

    [Fact]
    public void Noise_outside_and_networks_trained_without_have_no_prediction()
    {
        var subject = Unit(new Relu());
        var outside = Run(subject with { Setup = subject.Setup with { Noise = [new NoiseSource { Sigma = [Sigma], Placement = Placement.Outside }] } }, [0, 1]);
        Assert.All(outside.Laws, static law => Assert.Null(law.PredictedLoss));
        var silent = Run(subject with { Setup = subject.Setup with { Noise = [new NoiseSource { Sigma = [0] }] } }, [0, 1]);
        Assert.Empty(silent.Laws);
        Assert.Empty(silent.FiguresOfMerit);
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit()
    {
        var analysis = new NoiseOverfit { Levels = [0, 1], Trials = 10, Draws = 8 };
        var once = ResultJson.Write(analysis.Run(Unit(new NoisyRnn.Networks.Tanh()), 1, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(once, ResultJson.Write(analysis.Run(Unit(new NoisyRnn.Networks.Tanh()), 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<NoiseOverfitResult>(once)));
    }

    [Fact]
    public void Networks_trained_with_noise_of_another_law_are_refused()
    {
        var (analysis, subject) = (new NoiseOverfit(), Unit(new Relu()));
        Assert.Null(analysis.Refusal(subject.Setup));
        Assert.Contains("distribution: gaussian", analysis.Refusal(With(new() { Sigma = [1], Distribution = NoiseDistribution.Uniform }).Setup), StringComparison.Ordinal);
        Assert.Contains("correlation-time: 0", analysis.Refusal(With(new() { Sigma = [1], CorrelationTime = 1 }).Setup), StringComparison.Ordinal);
        Assert.Contains("kind: additive", analysis.Refusal(With(new() { Sigma = [1], Kind = NoiseKind.Multiplicative, Placement = Placement.State }).Setup), StringComparison.Ordinal);
        var mixed = subject with { Setup = subject.Setup with { Network = new Ctrnn { Units = 2, Tau = [1, 2] } } };
        Assert.Contains("correlation-times", analysis.Refusal(mixed.Setup), StringComparison.Ordinal);
        Assert.Null((analysis with { CorrelationTimes = [] }).Refusal(mixed.Setup));
        Assert.Equal("levels", Assert.Single(new NoiseOverfit { Levels = [0, 2] }.Problems()).Key);
        Assert.Equal("correlation-times", Assert.Single(new NoiseOverfit { CorrelationTimes = [1, 1] }.Problems()).Key);

        TrainedNetwork With(NoiseSource source) => subject with { Setup = subject.Setup with { Noise = [source] } };
    }

    private static NoiseOverfitResult Run(TrainedNetwork subject, double[] levels) =>
        new NoiseOverfit { Levels = [.. levels], Trials = Trials, Draws = Draws }.Run(subject, cancellation: TestContext.Current.CancellationToken);

    // h' = (1-g) h + g f(.8 u + .2 + s xi), z = h.
    private static TrainedNetwork Unit(Activation activation)
    {
        var network = new Ctrnn { Units = 1, Activation = activation };
        var parameters = new Parameters(network.Layout(1, 1));
        (parameters["W_in"][0], parameters["b_rec"][0], parameters["W_out"][0]) = (0.8, 0.2, 1);
        return new(new Setup { Task = Task, Network = network, Dt = Dt, Noise = [new NoiseSource { Sigma = [Sigma] }], Seed = 5 }, parameters);
    }

    // Var h_t = g^2 s^2 sum_ij (1-g)^(i+j) c^|i-j| over the t draws so far, mean over the steps that count.
    private static double ExactVariance(double correlationTime)
    {
        var c = correlationTime > 0 ? Math.Exp(-Dt / correlationTime) : 0;
        return Enumerable.Range(Task.Steps - Task.LossSteps + 1, Task.LossSteps).Average(t =>
        {
            var sum = 0.0;
            for (var i = 0; i < t; i++)
            {
                for (var j = 0; j < t; j++)
                    sum += Math.Pow(1 - Dt, i + j) * (i == j ? 1 : Math.Pow(c, Math.Abs(i - j)));
            }

            return Dt * Dt * Sigma * Sigma * sum;
        });
    }
}
