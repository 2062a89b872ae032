using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The loss over test levels from weights and inputs alone, beside the one that a sweep measures.</summary>
public sealed class PredictedPreferenceTests
{
    private const double Dt = 0.1, Sigma = 0.5;
    private const int Trials = 6;

    [Theory]
    [InlineData(Placement.Inside, Readout.Identity)]
    [InlineData(Placement.Outside, Readout.Identity)]
    [InlineData(Placement.Inside, Readout.Sigmoid)]
    public void It_is_the_loss_that_a_sweep_measures_on_the_same_trials(Placement placement, Readout readout)
    {
        var subject = Subject(new Ctrnn { Units = 16, Activation = new Relu() }, placement, new MeanSquaredError { Readout = readout });
        const int Draws = 400;
        var sweep = new NoiseSweep { Levels = [0, 0.5, 1, 2], Trials = Trials, Draws = Draws }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var predicted = Analysis(0, 0.5, 1, 2).Run(subject, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((Trials, Sigma), (predicted.Trials, predicted.TrainingSigma));
        foreach (var (measured, point) in sweep.Points.Zip(predicted.Points))
        {
            Assert.Equal((measured.Level, measured.Sigma), (point.Level, point.Sigma));
            Assert.Equal(point.BiasSquared + point.Variance, point.Loss);
            // Without noise the two are the same sums; with it the draws of a trial share 20 steps that are alike, so 400 x 6 x 2 of them
            // tell a variance to some 3 %, and a bias to a few hundredths of the deviation.
            var level = point.Level == 0 ? 1e-12 : 0.05 * measured.Loss;
            Assert.Equal(measured.Loss, point.Loss, level);
            Assert.Equal(measured.Variance!.Value, point.Variance, point.Level == 0 ? 1e-15 : 0.12 * measured.Variance.Value);
            Assert.Equal(measured.BiasSquared!.Value, point.BiasSquared, level);
        }
    }

    [Fact]
    public void The_level_is_where_the_predicted_loss_is_lowest()
    {
        // Targets that are the network's own mean outputs at its noise: the bias vanishes there, and returns on either side. The readout is a
        // mean over units, in which shifts add up and fluctuations do not.
        var subject = Subject(new Ctrnn { Units = 16, Activation = new Relu() }, Placement.Inside);
        subject.Parameters["W_out"].Fill(1.0 / 16);
        subject = subject with { Setup = subject.Setup with { Task = new OwnAnswer(new HeldInputs(20), subject, 1) } };
        var result = Analysis(0, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2).Run(subject, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, result.PreferredBias!.Level, 0.02);
        Assert.InRange(result.Points.Single(static point => point.Level == 1).BiasSquared, 0, 1e-20);
        Assert.Equal(PreferredLevel.Of([.. result.Points.Select(static p => p.Level)], [.. result.Points.Select(static p => p.Loss)]), result.Preferred);
        // The variance pulls it below.
        Assert.InRange(result.Preferred!.Level, 0.05, 0.999);
        Assert.Equal(("predicted rho", result.Preferred.Level), Assert.Single(result.Findings!.Metrics) is var found ? (found.Name, found.Value) : default);
    }

    [Fact]
    public void A_linear_network_prefers_silence()
    {
        var subject = Subject(new Ctrnn { Units = 8, Activation = new Identity() }, Placement.Inside);
        var result = Analysis(0, 0.5, 1).Run(subject, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(new(0, RangeEnd.AtMost), result.Preferred);
        // No shift at all, and variances as the squares of the levels.
        Assert.All(result.Points, point => Assert.Equal(result.Points[0].BiasSquared, point.BiasSquared, 1e-12));
        Assert.Equal(result.Points[2].Variance, 4 * result.Points[1].Variance, 1e-12);
    }

    [Fact]
    public void Trained_without_noise_it_is_tested_at_absolute_levels()
    {
        var silent = Subject(new Ctrnn { Units = 8 }, Placement.Inside) with { Setup = Subject(new Ctrnn { Units = 8 }, Placement.Inside).Setup with { Noise = [] } };
        var result = (Analysis(0) with { AbsoluteLevels = [0, 0.2] }).Run(silent, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([(0, 0), (.2, .2)], result.Points.Select(static point => (point.Level, point.Sigma)));
        Assert.True(result.Points[1].Variance > 0);
        Assert.Null(result.Findings);
    }

    [Fact]
    public void A_feed_forward_network_is_predicted_too()
    {
        var subject = Subject(new FeedForward { Units = 16, Layers = 2, Activation = new NoisyRnn.Networks.Tanh() }, Placement.Inside);
        var sweep = new NoiseSweep { Levels = [0, 1], Trials = Trials, Draws = 256 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var predicted = Analysis(0, 1).Run(subject, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(sweep.Points[0].Loss, predicted.Points[0].Loss, 1e-12);
        Assert.Equal(sweep.Points[1].Loss, predicted.Points[1].Loss, 0.05 * sweep.Points[1].Loss);
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_can_be_stopped()
    {
        var subject = Subject(new Ctrnn { Units = 8, Activation = new SoftPlus() }, Placement.Outside);
        var shares = new List<double>();
        var once = ResultJson.Write(Analysis(0, 1).Run(subject, 1, shares.Add, TestContext.Current.CancellationToken));
        Assert.Equal([.5, 1], shares);
        Assert.Equal(once, ResultJson.Write(Analysis(0, 1).Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<PredictedPreferenceResult>(once)));
        Assert.ThrowsAny<OperationCanceledException>(() => Analysis(0, 1).Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_network_that_explodes_at_a_level_prefers_another()
    {
        var subject = Subject(new Ctrnn { Units = 8, Activation = new Relu() }, Placement.Inside) with { Setup = Subject(new Ctrnn { Units = 8, Activation = new Relu() }, Placement.Inside).Setup with { Task = new HeldInputs(8000) } };
        // Silent while all is below the kink; any noise grows without end.
        subject.Parameters["W_rec"].Fill(3);
        subject.Parameters["W_in"].Clear();
        subject.Parameters["b_rec"].Fill(-1);
        var result = Analysis(0, 1).Run(subject with { Setup = subject.Setup with { Noise = [new() { Sigma = [3] }] } }, cancellation: TestContext.Current.CancellationToken);
        Assert.True(double.IsNaN(result.Points[1].Loss));
        Assert.Equal(0, result.Preferred!.Level);
        Assert.Equal(ResultJson.Write(result), ResultJson.Write(ResultJson.Read<PredictedPreferenceResult>(ResultJson.Write(result))));
    }

    [Fact]
    public void What_has_no_bias_or_no_closure_is_refused()
    {
        var subject = Subject(new Ctrnn { Units = 3 }, Placement.Inside);
        Assert.Null(Analysis(0).Refusal(subject.Setup));
        Assert.Equal("the loss cross-entropy has no bias^2 and variance; allowed is mse", Analysis(0).Refusal(subject.Setup with { Training = new() { Loss = new CrossEntropy() } }));
        Assert.Equal("the Gaussian closure is not for elman; allowed is ctrnn, current or feedforward", Analysis(0).Refusal(subject.Setup with { Network = new Elman() }));
        Assert.Throws<ArgumentException>(() => Analysis(0).Run(subject with { Setup = subject.Setup with { Training = subject.Setup.Training with { Loss = new CrossEntropy() } } }, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("levels", Assert.Single(Analysis(1, 0).Problems()).Key);
    }

    private static PredictedPreference Analysis(params double[] levels) => new() { Levels = [.. levels], Trials = Trials };

    private static TrainedNetwork Subject(Network network, Placement placement, Loss? loss = null) =>
        new(new Setup { Task = new HeldInputs(20), Network = network, Dt = Dt, Noise = [new() { Placement = placement, Sigma = [Sigma] }], Training = new() { Loss = loss ?? new MeanSquaredError() }, Seed = 3 }, network.Initialize(3, 2, Dt, 3));

    // Targets are the mean outputs of a network at its own noise, times a level.
    private sealed record OwnAnswer(HeldInputs Task, TrainedNetwork Network, double Level) : TrialTask
    {
        public override int InputCount => Task.InputCount;

        public override int OutputCount => Task.OutputCount;

        public override int StepCount => Task.StepCount;

        public override string Summary => Task.Summary;

        public override void Fill(TrialKey key, Trial trial)
        {
            Task.Fill(key, trial);
            var closure = new GaussianClosure(Network, [.. Network.Noise.Select(source => source.Scaled(Level))]);
            var state = closure.Start();
            for (var t = 0; t < trial.Steps; t++)
            {
                closure.Step(state, [trial.Inputs[t, 0], trial.Inputs[t, 1], trial.Inputs[t, 2]]);
                var output = closure.Read(state);
                (trial.Targets[t, 0], trial.Targets[t, 1]) = (output.Mean[0], output.Mean[1]);
            }
        }
    }
}
