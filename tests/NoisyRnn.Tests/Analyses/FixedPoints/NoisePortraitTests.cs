using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Analyses.ConstructedMaps;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Clouds, fixed points and outputs over the test noise, of networks for which they are known.</summary>
public sealed class NoisePortraitTests
{
    // Scores have five digits, outputs seven; of values up to 10 an error of 5e-4 and 5e-6 of the last digit shown.
    private const double OfScores = 5e-4, OfOutputs = 5e-6;

    // Of Newton's steps and the sum by which F_s is averaged.
    private const double Exact = 1e-9;

    // Of a hundred comparisons that share their draws, none is beyond.
    private const double StandardErrors = 4;

    private static readonly NoisePortrait Small = new() { Levels = [0, .5, 1], Trials = 3, States = 4, OutputTrials = 5, Draws = 6, Starts = 4 };

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public void A_linear_unit_has_its_mean_its_variance_its_fixed_point_and_its_output(int hold)
    {
        const double W = 0.5, InputWeight = 0.4, Bias = 0.1, Sigma = 0.6, A = 1 - Dt + (Dt * W);
        const int Draws = 512;
        var result = Run(Network(new Identity(), [W], InputWeight, Bias, Sigma), new NoisePortrait { Trials = 6, States = Draws, Draws = Draws, OutputTrials = 8, Hold = hold });
        var steps = 60 + hold;
        Assert.Equal((Sigma, Draws, hold, true, false, null), (result.TrainingSigma, result.Draws, result.Hold, result.IsCurve, result.IsProbability, result.NoiseFreeBecause));
        Assert.Equal([1], result.VarianceShares, static (p, q) => Math.Abs(p - q) < 1e-12);
        Assert.Equal([0, .25, .5, .75, 1, 1.25, 1.5, 2], result.Levels.Select(static level => level.Level));

        double Fixed(int trial) => ((InputWeight * result.Inputs[trial]) + Bias) / (1 - W);
        double State(int trial) => Fixed(trial) * (1 - Math.Pow(A, steps));
        // Scores are states less the mean of all.
        var origin = State(0) - result.Levels[0].First[0][0];
        foreach (var level in result.Levels)
        {
            Assert.Equal(level.Level * Sigma, level.Sigma, 1e-15);
            var variance = Math.Pow(Dt * level.Sigma, 2) * (1 - Math.Pow(A, 2 * steps)) / (1 - (A * A));
            var (ofMean, ofVariance) = (StandardErrors * Math.Sqrt(variance / Draws), StandardErrors * Math.Sqrt(2.0 / Draws) * variance);
            Assert.Equal(6, level.First.Length);
            for (var trial = 0; trial < level.First.Length; trial++)
            {
                Assert.Equal(level.Level == 0 ? 1 : Draws, level.First[trial].Length);
                double[] states = [.. level.First[trial].Select(score => score + origin)];
                Assert.Equal(State(trial), states.Average(), ofMean + OfScores);
                if (level.Level > 0)
                    Assert.Equal(variance, states.Select(h => (h - states.Average()) * (h - states.Average())).Sum() / (Draws - 1), ofVariance + OfScores * Math.Sqrt(variance));
                Assert.All(level.Second[trial], static score => Assert.Equal(0, score));
                var point = Assert.Single(level.Points, point => point.Trial == trial);
                Assert.Equal(FixedPointStability.Stable, point.Stability);
                Assert.Equal((Fixed(trial) - origin, 0), (point.First, point.Second), Near(OfScores));
                Assert.Equal(Fixed(trial), point.Output, Exact);
            }

            // The readout is the unit.
            Assert.Equal(8, level.Mean.Length);
            for (var trial = 0; trial < level.Mean.Length; trial++)
            {
                Assert.Equal(State(trial), level.Mean[trial], ofMean + OfOutputs);
                Assert.Equal(variance, level.Deviation[trial] * level.Deviation[trial], ofVariance + OfOutputs);
                Assert.Equal(Math.Sin(Math.PI * result.Inputs[trial]), result.Targets[trial], Exact);
            }
        }
    }

    [Fact]
    public void The_fixed_points_of_a_unit_that_excites_itself_are_the_roots_of_its_averaged_map()
    {
        const double W = 2, InputWeight = 0.2, Sigma = 1.2;
        var result = Run(Network(new Tanh(), [W], InputWeight, sigma: Sigma), new NoisePortrait { Trials = 3, Starts = 32 });
        var counts = new HashSet<int>();
        foreach (var level in result.Levels)
        {
            foreach (var trial in Enumerable.Range(0, 3))
            {
                double Excess(double h) => Averaged(Math.Tanh, (W * h) + (InputWeight * result.Inputs[trial]), level.Sigma) - h;
                var roots = Roots(Excess, -1.5, 1.5);
                NoisePortraitPoint[] points = [.. level.Points.Where(point => point.Trial == trial).OrderBy(static point => point.Output)];
                Assert.Equal(roots, points.Select(static point => point.Output), static (p, q) => Math.Abs(p - q) < Exact);
                // Of three the middle one repels; they lie along the component as they do in the state.
                Assert.Equal(points.Select((_, k) => k != 1), points.Select(static point => point.Attracts));
                Assert.All(points, point => Assert.Equal(point.Output - points[0].Output, point.First - points[0].First, OfScores));
                counts.Add(points.Length);
            }
        }

        // Noise has taken two of them at the higher levels.
        Assert.Equal([1, 3], counts.Order());
    }

    [Fact]
    public void The_output_curve_of_a_linear_network_is_the_same_at_all_levels_and_exact_without_noise()
    {
        var network = new Ctrnn { Units = 5, Activation = new Identity() };
        var parameters = network.Initialize(1, 1, Dt, 3);
        parameters["b_out"][0] = 0.25;
        var subject = Network(new Identity(), [0]) with { Setup = Network(new Identity(), [0]).Setup with { Network = network, Noise = [new NoiseSource { Sigma = [.7] }] }, Parameters = parameters };
        var result = Run(subject, new NoisePortrait { OutputTrials = 14, Draws = 256 });
        Assert.Equal(2, result.VarianceShares.Length);
        for (var trial = 0; trial < 14; trial++)
        {
            var h = new double[5];
            for (var t = 0; t < 60; t++)
                h = [.. h.Select((old, i) => ((1 - Dt) * old) + (Dt * (parameters["b_rec"][i] + (parameters["W_in"][i] * result.Inputs[trial]) + Dot(parameters["W_rec"].Slice(i * 5, 5), h))))];
            var expected = parameters["b_out"][0] + Dot(parameters["W_out"], h);
            Assert.Equal((expected, 0), (result.Levels[0].Mean[trial], result.Levels[0].Deviation[trial]), Near(OfOutputs));
            Assert.All(result.Levels, level => Assert.Equal(expected, level.Mean[trial], (StandardErrors * level.Deviation[trial] / 16) + OfOutputs));
            // Twice the noise, the same draws: twice the deviation.
            Assert.Equal(2 * result.AtTraining!.Deviation[trial], result.Levels[^1].Deviation[trial], 2 * OfOutputs);
        }

        static double Dot(ReadOnlySpan<double> weights, double[] h)
        {
            var sum = 0.0;
            for (var j = 0; j < h.Length; j++)
                sum += weights[j] * h[j];
            return sum;
        }
    }

    [Fact]
    public void Its_loss_is_that_of_a_sweep_of_the_same_trials_and_draws()
    {
        var subject = Network(new Tanh(), [1, -1, -1, 1], 0.3, sigma: 0.6);
        var sweep = new NoiseSweep { Levels = [0, .5, 1], Trials = 5, Draws = 6 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        Assert.Equal(sweep.Points.Select(static point => point.Loss), Run(subject, Small).Levels.Select(static level => level.Loss));
    }

    [Fact]
    public void Several_inputs_make_no_curve_and_classes_are_probabilities()
    {
        var network = new Ctrnn { Units = 6 };
        TrainedNetwork subject = new(new Setup { Task = new HeldInputs(20), Network = network, Dt = Dt, Noise = [new NoiseSource { Sigma = [.4] }], Seed = 5 }, network.Initialize(3, 2, Dt, 5));
        var result = Run(subject, Small);
        Assert.Equal((false, false), (result.IsCurve, result.IsProbability));
        var trial = new Trial(20, 3, 2);
        subject.Task.Fill(new TrialKey(5, NoiseStream.Test, 4), trial);
        Assert.Equal((trial.Inputs[19, 0], trial.Targets[19, 0]), (result.Inputs[4], result.Targets[4]));

        subject = subject with { Setup = subject.Setup with { Task = new SignOfInput(20) } };
        result = Run(subject, Small);
        var classes = Run(subject with { Setup = subject.Setup with { Training = subject.Setup.Training with { Loss = new CrossEntropy() } } }, Small);
        Assert.True(classes.IsProbability);
        // Of two classes the logistic function of the difference of the logits: the second is the first with the rows of the readout exchanged.
        var other = new Parameters(subject.Parameters.Layout);
        foreach (var slice in subject.Parameters.Layout.Slices)
            subject.Parameters[slice].CopyTo(other[slice]);
        for (var i = 0; i < 6; i++)
            (other["W_out"][i], other["W_out"][6 + i]) = (subject.Parameters["W_out"][6 + i], subject.Parameters["W_out"][i]);
        var (first, second) = (result.Levels[0].Mean, Run(subject with { Parameters = other }, Small).Levels[0].Mean);
        Assert.Equal(first.Zip(second, static (p, q) => 1 / (1 + Math.Exp(q - p))), classes.Levels[0].Mean, static (p, q) => Math.Abs(p - q) < OfOutputs);
    }

    [Fact]
    public void Without_noise_inside_there_are_the_fixed_points_of_silence_alone()
    {
        var inside = Network(new Tanh(), [2], 0.2, sigma: 0.3);
        var outside = Run(inside with { Setup = inside.Setup with { Noise = [new NoiseSource { Placement = Placement.Outside, Sigma = [.3] }] } }, Small);
        Assert.Equal("no noise inside the activation", outside.NoiseFreeBecause);
        Assert.Equal([true, false, false], outside.Levels.Select(static level => level.Points.Length > 0));
        Assert.Equal(4, outside.AtTraining!.First[0].Length);

        var silent = Run(inside with { Setup = inside.Setup with { Noise = [] } }, Small with { AbsoluteLevels = [0, .2] });
        Assert.Equal([(0, 0), (.2, .2)], silent.Levels.Select(static level => (level.Level, level.Sigma)));
        Assert.Equal((0, null), (silent.TrainingSigma, silent.AtTraining));
        Assert.NotEmpty(silent.Levels[0].Points);

        var cayley = new Cayley { Units = 4 };
        var without = Run(inside with { Setup = inside.Setup with { Network = cayley }, Parameters = cayley.Initialize(1, 1, Dt, 2) }, Small);
        Assert.Equal("no form of the network cayley that is averaged over noise", without.NoiseFreeBecause);

        var lstm = new Lstm { Units = 4 };
        var gated = Run(inside with { Setup = inside.Setup with { Network = lstm }, Parameters = lstm.Initialize(1, 1, Dt, 2) }, Small);
        Assert.Null(gated.NoiseFreeBecause);
        Assert.NotEmpty(gated.Levels[0].Points);
    }

    [Fact]
    public void A_feed_forward_network_has_its_cloud_and_output_and_no_fixed_points()
    {
        var network = new FeedForward { Units = 8, Layers = 2 };
        var result = Run(Network(new Tanh(), [2], sigma: 0.3) with { Setup = Network(new Tanh(), [2], sigma: 0.3).Setup with { Network = network }, Parameters = network.Initialize(1, 1, Dt, 4) }, Small);
        Assert.Equal("a feed-forward network has no recurrence, and so no fixed points", result.NoiseFreeBecause);
        Assert.All(result.Levels, static level => Assert.Empty(level.Points));
        Assert.True(result.Levels[^1].Second.SelectMany(static draws => draws).Distinct().Count() > 8);
        Assert.All(result.Levels[^1].Deviation, static deviation => Assert.True(deviation > 0));
    }

    [Fact]
    public void What_diverges_at_a_level_is_left_open_there()
    {
        // The identity with W = 5 grows by 1.4 a step; after 3000 steps it is infinite where noise moved it from 0.
        var subject = Network(new Identity(), [5], sigma: 0.1) with { Setup = Network(new Identity(), [5], sigma: 0.1).Setup with { Task = new FunctionApproximation { Steps = 3000 } } };
        var result = Run(subject, Small);
        Assert.Equal([0, double.PositiveInfinity, double.PositiveInfinity], result.Levels.Select(static level => level.Level == 0 ? level.Mean[0] : level.Loss));
        Assert.All(result.Levels[2].First.SelectMany(static draws => draws), static score => Assert.True(double.IsNaN(score)));
        Assert.All(result.Levels[2].Mean, static mean => Assert.True(double.IsNaN(mean)));
        var once = ResultJson.Write(result);
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<NoisePortraitResult>(once)));
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_tells_how_far_it_is_and_can_be_stopped()
    {
        var subject = Network(new Tanh(), [1, -1, -1, 1], 0.1, sigma: 0.6);
        var shares = new List<double>();
        var once = ResultJson.Write(Small.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken));
        Assert.Equal([1 / 6.0, 2 / 6.0, .5, 4 / 6.0, 5 / 6.0, 1], shares, static (p, q) => Math.Abs(p - q) < 1e-12);
        Assert.Equal(once, ResultJson.Write(Small.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<NoisePortraitResult>(once)));
        Assert.ThrowsAny<OperationCanceledException>(() => Small.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("levels", "[0.5, 1] must hold 0 and 1")]
    [InlineData("absolute-levels", "[0.1] must hold 0")]
    [InlineData("levels", "[0, 1, 1] is not ascending; allowed is one level or more, each once, ascending")]
    [InlineData("output-trials", "11 is below trials, 12; allowed is trials or more")]
    [InlineData("draws", "15 is below states, 16; allowed is states or more")]
    public void Options_that_contradict_each_other_are_named(string key, string problem)
    {
        NoisePortrait[] wrong = [new() { Levels = [.5, 1] }, new() { AbsoluteLevels = [.1] }, new() { Levels = [0, 1, 1] }, new() { OutputTrials = 11 }, new() { Draws = 15 }];
        Assert.Contains((key, problem), wrong.Select(static portrait => Assert.Single(portrait.Problems())));
        Assert.Empty(new NoisePortrait().Problems());
    }

    // The class of an input is its first one's sign.
    private sealed record SignOfInput(int Steps) : TrialTask
    {
        public override int InputCount => 3;

        public override int OutputCount => 2;

        public override int StepCount => Steps;

        public override string Summary => "the sign of an input";

        public override void Fill(TrialKey key, Trial trial)
        {
            var random = key.Random();
            double[] inputs = [random.NextUniform(-1, 1), random.NextUniform(-1, 1), random.NextUniform(-1, 1)];
            Trial.Hold(trial.Inputs, 0, inputs);
            Trial.Hold(trial.Targets, 0, inputs[0] > 0 ? [1, 0] : [0, 1]);
            Trial.Hold(trial.Mask, Steps - 1, [1, 1]);
        }
    }

    private static NoisePortraitResult Run(TrainedNetwork subject, NoisePortrait portrait) => portrait.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);

    private static Func<(double, double), (double, double), bool> Near(double tolerance) =>
        (p, q) => Math.Abs(p.Item1 - q.Item1) < tolerance && Math.Abs(p.Item2 - q.Item2) < tolerance;
}
