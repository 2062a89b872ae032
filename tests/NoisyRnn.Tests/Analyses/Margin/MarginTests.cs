using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Analyses.MarginSubjects;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Distances of test trials from a wrong answer, beside those known in closed form and those of no method at all.</summary>
public sealed class MarginTests
{
    private const int Trials = 40;

    // The search's last bisection leaves 1e-4 of the distance.
    internal const double OfBisection = 1.01e-4;

    [Fact]
    public void Of_a_linear_network_the_distance_is_that_of_the_nearest_of_its_hyperplanes()
    {
        // The outputs are W x + b of the whole sequence: rows of W by differences, which for a linear function have no error but rounding.
        var subject = Subject(new Ctrnn { Units = 4, Activation = new Identity() }, new HeldClasses(5));
        var result = Run(subject, new Margin { Trials = Trials });
        for (var n = 0; n < Trials; n++)
        {
            var trial = Trial(subject, n);
            var outputs = Outputs(subject, trial.Inputs);
            var expected = double.PositiveInfinity;
            foreach (var (step, y, j) in WrongAnswers(trial))
            {
                var gap = outputs[step, y] - outputs[step, j];
                var squares = 0.0;
                foreach (var (t, i) in Places(trial))
                {
                    var moved = Moved(trial.Inputs, t, i, 1);
                    var there = Outputs(subject, moved);
                    squares += Math.Pow(there[step, y] - there[step, j] - gap, 2);
                }

                expected = Math.Min(expected, gap / Math.Sqrt(squares));
            }

            var right = IsRight(trial, outputs);
            Assert.Equal(right, result.Right[n]);
            Assert.Equal(right ? expected : 0, result.Local[n], 1e-9);
            Assert.InRange(result.Measured[n], result.Local[n] * (1 - Rounding), (result.Local[n] * (1 + OfBisection)) + Rounding);
            Assert.InRange(result.Certified!.Value[n], 0, result.Measured[n]);
        }

        // Both kinds are there.
        Assert.InRange(result.Accuracy, 0.1, 0.9);
    }

    [Fact]
    public void In_the_plane_it_finds_what_a_fan_of_rays_finds()
    {
        // Two inputs, one step, curved boundaries: the nearest crossing on 160 rays, in 60 steps to 1.2 times what was found.
        const int Rays = 160, Steps = 60;
        var subject = Subject(new FeedForward { Units = 12, Activation = new NoisyRnn.Networks.Tanh(), InputInitializer = new NormalInitializer { Std = 2 } }, new PlanePoints());
        var result = Run(subject, new Margin { Trials = Trials });
        var near = 0;
        var rights = Enumerable.Range(0, Trials).Where(n => result.Right[n]).ToArray();
        foreach (var n in rights)
        {
            var trial = Trial(subject, n);
            var farthest = 1.2 * result.Measured[n];
            var nearest = double.PositiveInfinity;
            for (var ray = 0; ray < Rays; ray++)
            {
                var (x, y) = Math.SinCos(2 * Math.PI * ray / Rays);
                for (var k = 1; k <= Steps && farthest * k / Steps < nearest; k++)
                {
                    var r = farthest * k / Steps;
                    if (!IsRight(trial, Outputs(subject, Moved(Moved(trial.Inputs, 0, 0, r * x), 0, 1, r * y))))
                        nearest = r;
                }
            }

            Assert.True(nearest <= farthest, $"trial {n}: no crossing within {farthest}, but {result.Measured[n]} was measured");
            // The steps along a ray see the boundary at most a fiftieth late.
            near += result.Measured[n] <= 1.02 * nearest ? 1 : 0;
        }

        Assert.True(rights.Length >= 10);
        // A search by gradients may miss a boundary that bends away; nine in ten it must not.
        Assert.True(near >= 0.9 * rights.Length, $"{near} of {rights.Length}");
    }

    [Theory]
    [MemberData(nameof(Networks), MemberType = typeof(MarginSubjects))]
    public void The_local_margin_is_the_gap_by_the_norm_of_its_gradient_by_central_differences(string name)
    {
        // Differences leave out e^2/6 of a third derivative and round u/e: both below 1e-9 of derivatives of order 1.
        const double Step = 1e-5, Relative = 1e-6;
        var subject = Subject(Named(name), new HeldClasses(6));
        var result = Run(subject, new Margin { Trials = 8, Rivals = 1, Steps = 1, DescentSteps = 0, Refinements = 0 });
        for (var n = 0; n < 8; n++)
        {
            var trial = Trial(subject, n);
            var outputs = Outputs(subject, trial.Inputs);
            var (local, margin) = (double.PositiveInfinity, double.PositiveInfinity);
            foreach (var (step, y, j) in WrongAnswers(trial))
            {
                var squares = Places(trial).Sum(place => Math.Pow((Gap(place, Step) - Gap(place, -Step)) / (2 * Step), 2));
                var gap = outputs[step, y] - outputs[step, j];
                margin = Math.Min(margin, gap / Math.Sqrt(2));
                local = Math.Min(local, gap / Math.Sqrt(squares));

                double Gap((int Step, int Channel) place, double by)
                {
                    var there = Outputs(subject, Moved(trial.Inputs, place.Step, place.Channel, by));
                    return there[step, y] - there[step, j];
                }
            }

            Assert.Equal(IsRight(trial, outputs), result.Right[n]);
            Assert.Equal(margin, result.OutputMargins[n], Rounding);
            Assert.Equal(result.Right[n] ? local : 0, result.Local[n], (Relative * Math.Abs(local)) + Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Networks), MemberType = typeof(MarginSubjects))]
    public void Every_perturbation_found_makes_the_plain_network_answer_wrongly_and_has_the_norm_it_is_said_to_have(string name)
    {
        var subject = Subject(Named(name), new HeldClasses(6));
        var (options, distances) = (new Margin { Trials = MarginBlock.Lanes }, new MarginDistances(MarginBlock.Lanes));
        var search = new MarginSearch(new(subject, subject.Prepare<double>(subject.Network, [])), MarginBound.Of(subject));
        search.Run(options, new(0, MarginBlock.Lanes), distances, static () => true);
        for (var n = 0; n < MarginBlock.Lanes; n++)
        {
            var trial = Trial(subject, n);
            var inputs = (double[,])trial.Inputs.Clone();
            var squares = 0.0;
            foreach (var (t, i) in Places(trial))
            {
                var moved = search.Found[(((t * 3) + i) * MarginBlock.Lanes) + n];
                inputs[t, i] += moved;
                squares += moved * moved;
            }

            Assert.Equal(Math.Sqrt(squares), distances.Measured[n], Rounding);
            // Where right and wrong are within rounding the kernels and the plain step may differ.
            var (before, after) = (Smallest(trial, Outputs(subject, trial.Inputs)), Smallest(trial, Outputs(subject, inputs)));
            Assert.Equal(distances.Right[n], before > 0);
            Assert.InRange(after, double.NegativeInfinity, before > 0 ? Rounding : before);
            if (before > 0)
                Assert.True(distances.Measured[n] > 0 && distances.Measured[n] < double.PositiveInfinity);
        }
    }

    [Fact]
    public void What_is_certified_is_never_more_than_what_is_measured() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(ArbitraryNetworks(), static network =>
        {
            var subject = Subject(network, new HeldClasses(4), seed: (ulong)network.Units);
            var result = new Margin { Trials = 16, Rivals = 2, Steps = 6, DescentSteps = 8, Refinements = 4 }.Run(subject);
            return result.Certified is { } certified && certified.Zip(result.Measured).All(static pair => pair.First >= 0 && pair.First <= pair.Second)
                && result.Right.Zip(result.Measured).All(static pair => pair.First || pair.Second == 0);
        }));

    [Fact]
    public void What_has_no_bound_says_so_and_is_measured_all_the_same()
    {
        foreach (var subject in new[]
        {
            Subject(Named("lstm"), new HeldClasses(6)), Subject(Named("cornn"), new HeldClasses(6)),
            Subject(Named("lipschitz"), new HeldClasses(6)) with { Setup = Subject(Named("lipschitz"), new HeldClasses(6)).Setup with { Scheme = new HeunStratonovich() } },
        })
        {
            var result = Run(subject, new Margin { Trials = 20 });
            Assert.True(result is { Certified: null, MedianCertified: null, Gain: null, StepGain: null });
            Assert.DoesNotContain(result.Findings.Metrics, static metric => metric.Name.Contains("certified", StringComparison.Ordinal));
            Assert.Contains(true, result.Right);
            Assert.All(Enumerable.Range(0, 20), n => Assert.Equal(result.Right[n], result.Measured[n] > 0));
        }
    }

    [Fact]
    public void Where_no_input_matters_nothing_is_found_and_what_is_wrong_has_no_distance()
    {
        var subject = Subject(Named("elman"), new HeldClasses(6));
        subject.Parameters["W_in"].Clear();
        var result = Run(subject, new Margin { Trials = 20 });
        // One class is always answered.
        Assert.Contains(true, result.Right);
        Assert.Contains(false, result.Right);
        for (var n = 0; n < 20; n++)
        {
            var expected = result.Right[n] ? double.PositiveInfinity : 0;
            Assert.Equal((expected, expected, expected), (result.Local[n], result.Certified!.Value[n], result.Measured[n]));
            Assert.Equal(result.Right[n], result.OutputMargins[n] > 0);
        }

        Assert.Equal(double.PositiveInfinity, result.MedianMeasured.Right);
    }

    [Fact]
    public void A_network_that_has_diverged_is_wrong_everywhere()
    {
        var subject = Subject(Named("lipschitz"), new HeldClasses(6));
        subject.Parameters["C"].Fill(double.NaN);
        var result = Run(subject, new Margin { Trials = 20 });
        Assert.Null(result.Certified);
        Assert.All(result.Right, Assert.False);
        Assert.All(result.OutputMargins, static margin => Assert.True(double.IsNaN(margin)));
        Assert.Equal(new MarginMedian(0, null), result.MedianMeasured);
    }

    [Fact]
    public void Trials_of_different_lengths_do_not_change_one_another()
    {
        // Alone in its block, each trial has the distances it has among others.
        var subject = Subject(Named("ctrnn"), new ClassesOfUnevenLength());
        var all = Run(subject, new Margin { Trials = 20 });
        var alone = Run(subject, new Margin { Trials = 1 });
        Assert.Equal((all.Local[0], all.Measured[0], all.Certified!.Value[0]), (alone.Local[0], alone.Measured[0], alone.Certified!.Value[0]));
        Assert.Contains(true, all.Right);
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_tells_how_far_it_is()
    {
        var (analysis, subject) = (new Margin { Trials = 70 }, Subject(Named("lipschitz"), new HeldClasses(8)));
        var shares = new List<double>();
        var once = ResultJson.Write(analysis.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken));
        Assert.Equal(once, ResultJson.Write(analysis.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<MarginResult>(once)));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.True(shares.Count > 10 && shares[0] < 0.1);
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Medians_are_over_all_trials_with_the_wrong_ones_at_0_and_over_the_right_ones()
    {
        Assert.Equal(new MarginMedian(1, 2), MarginResult.MedianOf([0, 3, 1, 0, 2], [false, true, true, false, true]));
        Assert.Equal(new MarginMedian(0, null), MarginResult.MedianOf([0, 0], [false, false]));
        Assert.Equal(1.5, MarginResult.Quantile([2, 1], 0.5));
        Assert.Equal(double.PositiveInfinity, MarginResult.Quantile([1, double.PositiveInfinity, double.PositiveInfinity], 0.5));
        Assert.Equal(1, MarginResult.Quantile([1, double.PositiveInfinity], 0));
        // Between two of which nothing was found: no number less the same is 0.
        Assert.Equal(double.PositiveInfinity, MarginResult.Quantile([1, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity], 0.5));
        var result = Run(Subject(Named("ctrnn"), new HeldClasses(6)), new Margin { Trials = 33 });
        Assert.Equal(MarginResult.MedianOf(result.Measured, result.Right), result.MedianMeasured);
        Assert.Equal(
            ["median, measured", "median, local", "median, certified", "accuracy", "norm of an input"], result.Findings.Metrics.Select(static metric => metric.Name));
        Assert.Equal(result.Right.Count(static right => right) / 33.0, result.Findings.Metrics[3].Value);
    }

    [Fact]
    public void A_data_set_is_seen_once_and_what_answers_with_numbers_is_refused()
    {
        Assert.Equal(20, Run(Subject(Named("ctrnn"), new HeldClasses(6, Count: 20)), new Margin()).Trials);
        var regression = Subject(Named("ctrnn"), new HeldInputs(6)) with { Setup = Subject(Named("ctrnn"), new HeldInputs(6)).Setup with { Training = Subject(Named("ctrnn"), new HeldInputs(6)).Setup.Training with { Loss = new MeanSquaredError() } } };
        Assert.Equal("the network is not trained to choose a class; allowed is training.loss: cross-entropy", new Margin().Refusal(regression.Setup));
        Assert.Throws<ArgumentException>(() => Run(regression, new Margin()));
    }

    private static MarginResult Run(TrainedNetwork subject, Margin analysis) => analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);
}
