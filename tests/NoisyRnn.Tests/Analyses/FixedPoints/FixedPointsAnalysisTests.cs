using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using Xunit;
using static NoisyRnn.Tests.Analyses.ConstructedMaps;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Networks whose fixed points are known: every true one is found, and every one found is true.</summary>
public sealed class FixedPointsAnalysisTests
{
    // Newton's steps end at rounding, some 1e-15 over 1 - slope; interpolated F_s is within 1e-11 of the sum here.
    private const double Exact = 1e-9;

    private static readonly Tanh F = new();

    [Fact]
    public void A_unit_that_excites_itself_has_its_three_points_at_every_input_and_level()
    {
        const double W = 2, Sigma = 0.5, InputWeight = 0.2;
        var result = Run(Network(F, [W], InputWeight, sigma: Sigma));
        Assert.Null(result.NoiseFreeBecause);
        Assert.Equal(Sigma, result.Sigma);
        Assert.Equal(4, result.Inputs.Length);
        foreach (var input in result.Inputs)
        {
            Assert.Equal(new FixedPointsAnalysis().Levels, input.Levels.Select(static level => level.Level));
            foreach (var level in input.Levels)
            {
                Assert.Equal(level.Level * Sigma, level.Sigma);
                double Excess(double h) => Averaged(Math.Tanh, (W * h) + (InputWeight * input.Input[0]), level.Sigma) - h;
                var roots = Roots(Excess, -1.5, 1.5);
                Assert.Equal(roots, level.Points.Select(PlaceOf).Order(), Near);
                Assert.Equal(roots.Length, level.Found);
                // Stable where the excess falls through 0.
                foreach (var point in level.Points)
                {
                    var slope = (Excess(PlaceOf(point) + 1e-5) - Excess(PlaceOf(point) - 1e-5)) / 2e-5;
                    Assert.Equal(1 + (Dt * slope), point.LargestEigenvalue, 1e-7);
                    Assert.Equal(slope < 0 ? FixedPointStability.Stable : FixedPointStability.Unstable, point.Stability);
                    Assert.Equal(slope < 0 ? 0 : 1, point.UnstableDirections);
                    Assert.InRange(point.Speed, 0, 1e-25);
                }
            }

            Assert.Equal(3, input.Levels[0].Found);
            Assert.Equal(64, input.Levels[0].Points.Sum(static point => point.Starts));
        }
    }

    [Fact]
    public void Two_units_that_inhibit_each_other_are_a_flip_flop_of_two_stable_points_and_a_saddle()
    {
        // h1 = tanh(h1 - h2) = -h2: all points are (x, -x) with x = tanh 2x. At 0 the eigenvalues are 1 - g and 1 + g.
        var result = Run(Network(F, [1, -1, -1, 1], sigma: 0.6));
        var x = Roots(static h => Math.Tanh(2 * h) - h, -1.5, 1.5);
        var silent = result.Inputs[0].Levels[0];
        Assert.Equal(3, silent.Found);
        Assert.Equal([FixedPointStability.Stable, FixedPointStability.Saddle, FixedPointStability.Stable], ByFirstScore(silent).Select(static point => point.Stability));
        // The readout is the sum, 0 at all of them; two components keep all distances, to the seven digits of a drawing.
        Assert.All(silent.Points, static point => Assert.Equal(0, point.Readout[0], Exact));
        var scores = ByFirstScore(silent).Select(static point => point.Scores.ToArray()).ToArray();
        Assert.Equal((x[2] - x[0]) * Math.Sqrt(2), FixedPointSearchEnd.Distance(scores[0], scores[2]), 1e-6);
        var saddle = ByFirstScore(silent)[1];
        Assert.Equal([1 + Dt, 1 - Dt], saddle.Real, Near);
        Assert.Equal([0, 0], saddle.Imaginary);
        Assert.Equal(1 + Dt, saddle.LargestEigenvalue, Exact);
        Assert.Equal(1, saddle.UnstableDirections);
        Assert.Equal(
            [("fixed points, silent", 3), ("fixed points, at s0", 3), ("stable, silent", 2), ("stable, at s0", 2)],
            result.Findings.Metrics.Take(4).Select(static metric => (metric.Name, metric.Value)));
        Assert.Equal(
            [("largest |eigenvalue|, silent", saddle.LargestEigenvalue), ("largest |eigenvalue|, at s0", result.Inputs.Average(static input => input.At(1)!.Points.Max(static point => point.LargestEigenvalue))), ("shift/s0", result.Shifts.Single(static shift => shift.Level == 1).State)],
            result.Findings.Metrics.Skip(4).Take(3).Select(static metric => (metric.Name, metric.Value)));
    }

    [Fact]
    public void Two_units_apart_have_the_nine_pairs_of_each_ones_points()
    {
        var subject = Network(F, [2, 0, 0, 1.6], sigma: 1.2);
        var one = Roots(static h => Math.Tanh(2 * h) - h, -1.5, 1.5);
        var other = Roots(static h => Math.Tanh(1.6 * h) - h, -1.5, 1.5);
        var found = Search(subject, 400, 0);
        var pairs = from a in one from b in other select (a, b);
        Assert.Equal(9, found.Count);
        Assert.All(pairs, pair => Assert.Single(found, point => Near(pair.a, point.State[0]) && Near(pair.b, point.State[1])));
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(1.001)]
    public void Nearly_marginal_points_are_found_once_each(double weight)
    {
        // Eigenvalues within g (w - 1) of 1: an error of sqrt(2 q) in F is one of sqrt(2 q)/(g (w - 1)) in the place.
        var found = Search(Network(F, [weight], sigma: 1.5), 200, 0);
        Assert.Equal(Roots(h => Math.Tanh(weight * h) - h, -0.5, 0.5), found.Select(static point => point.State[0]).Order(), static (p, q) => Math.Abs(p - q) < 1e-6);
    }

    [Fact]
    public void A_line_attractor_is_found_along_its_length_and_nowhere_else()
    {
        // Identity, W h = mean of both: fixed where h1 = h2.
        var subject = Network(new Identity(), [.5, .5, .5, .5], sigma: 0.5);
        var found = Search(subject, 64, 0);
        Assert.All(found, static point => Assert.Equal(point.State[0], point.State[1], Exact));
        var along = found.Select(static point => point.State[0]).Order().ToArray();
        var visited = VisitedStates.Of(subject, 1).All.Select(static state => 0.5 * (state[0] + state[1])).ToArray();
        var length = visited.Max() - visited.Min();
        Assert.True(length > 0.5);
        // 64 places drawn from a bell: the ends of the states are the last to be covered.
        Assert.InRange(along[0], visited.Min() - Exact, visited.Min() + (0.25 * length));
        Assert.InRange(along[^1], visited.Max() - (0.25 * length), visited.Max() + Exact);
        Assert.InRange(along.Zip(along.Skip(1), static (a, b) => b - a).Max(), 0, 0.2 * length);

        var result = Run(subject);
        Assert.Equal(found.Count, result.Inputs[0].Levels[0].Found);
        foreach (var level in result.Inputs[0].Levels)
        {
            Assert.All(level.Points, static point => Assert.Equal(FixedPointStability.Marginal, point.Stability));
            Assert.All(level.Points, static point => Assert.Equal(1, point.LargestEigenvalue, 1e-12));
            // The average of the identity is the identity: nothing moves.
            Assert.All(level.Points.Where(static point => point.Shift is not null), static point => Assert.Equal(0, point.Shift!.Value, Exact));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_ring_attractor_is_found_all_around_with_the_point_in_its_middle(double level)
    {
        // W_ij = (2 J/N) cos(t_i - t_j): W h is always A cos(t - p), so all points are tanh(A cos(t_i - p)), A = (2 J/N) sum cos tanh(A cos).
        // The sum is the integral but for harmonics N - 1 and beyond, below 1e-9 at N = 32: to q < 1e-18 every p is fixed.
        const int N = 32;
        const double J = 1.8, Sigma = 0.5, Harmonics = 1e-6;
        double[] angle = [.. Enumerable.Range(0, N).Select(static i => 2 * Math.PI * i / N)];
        double[] weights = [.. from a in angle from b in angle select 2 * J / N * Math.Cos(a - b)];
        // From 0 the states grow by J - 1 a tau: they are on the ring in the middle of a trial of 20 tau.
        var subject = Network(F, weights, sigma: Sigma) with { Setup = Network(F, weights, sigma: Sigma).Setup with { Task = new FunctionApproximation { Steps = 200 } } };
        var amplitude = Assert.Single(Roots(a => (2 * J / N * angle.Sum(t => Math.Cos(t) * Averaged(Math.Tanh, a * Math.Cos(t), level * Sigma))) - a, 0.05, 3));

        var found = Search(subject, 100, level);
        var phases = new List<double>();
        foreach (var state in found.Select(static point => point.State))
        {
            var (c, s) = (state.Zip(angle, static (h, t) => h * Math.Cos(t)).Sum(), state.Zip(angle, static (h, t) => h * Math.Sin(t)).Sum());
            if (Math.Sqrt((c * c) + (s * s)) > 1)
                phases.Add(Math.Atan2(s, c));
            var a = Math.Sqrt((c * c) + (s * s)) > 1 ? amplitude : 0;
            Assert.Equal(angle.Select(t => Averaged(Math.Tanh, a * Math.Cos(t - Math.Atan2(s, c)), level * Sigma)), state, static (p, q) => Math.Abs(p - q) < Harmonics);
        }

        // The middle, and the ring: 80 or so places drawn around it leave no gap of an eighth.
        Assert.Equal(found.Count - 1, phases.Count);
        phases.Sort();
        Assert.InRange(phases.Zip(phases.Skip(1).Append(phases[0] + (2 * Math.PI)), static (p, q) => q - p).Max(), 0, 2 * Math.PI / 8);

        var map = new SteadyMap(new NoiseAveragedMaps(subject).At(level), [0]);
        var onRing = found.First(static point => FixedPointSearchEnd.Distance(point.State, new double[N]) > 1);
        Assert.Equal(FixedPointStability.Marginal, new JacobianSpectrum(map, onRing.State).Stability);
        var middle = new JacobianSpectrum(map, new double[N]);
        Assert.Equal((FixedPointStability.Saddle, 2), (middle.Stability, middle.UnstableDirections));
    }

    [Fact]
    public void Both_stable_points_of_a_pitchfork_vanish_where_noise_has_flattened_the_slope()
    {
        // h = F_s(w h) has three solutions while w F_s'(0) > 1.
        const double W = 1.5, Sigma = 1.5;
        var critical = Assert.Single(Roots(static s => (W * Averaged(static a => 1 - (Math.Tanh(a) * Math.Tanh(a)), 0, s)) - 1, 0.05, Sigma)) / Sigma;
        Assert.InRange(critical, 0.2, 0.8);
        var input = Run(Network(F, [W], sigma: Sigma), critical - .1, critical - 0.01, critical + 0.01, critical + .1).Inputs[0];
        Assert.Equal([3, 3, 3, 1, 1, 1], input.Levels.Select(static level => level.Found));
        foreach (var level in input.Levels)
        {
            var roots = Roots(h => Averaged(Math.Tanh, W * h, level.Sigma) - h, -1.5, 1.5);
            Assert.Equal(roots, level.Points.Select(PlaceOf).Order(), Near);
            Assert.Equal(level.Level < critical ? 2 : 1, level.Points.Count(static point => point.Stability == FixedPointStability.Stable));
        }
    }

    [Fact]
    public void A_fold_takes_a_stable_point_and_an_unstable_one_and_leaves_the_third_alone()
    {
        // h = F_s(w h + b): the lower two meet while the upper one only shifts.
        const double W = 2, Bias = 0.12, Sigma = 1;
        var subject = Network(F, [W], bias: Bias, sigma: Sigma);
        subject.Parameters["init_state"][0] = -1;
        var input = Run(subject).Inputs[0];
        Assert.Equal(3, input.Levels[0].Found);
        Assert.Equal(1, input.At(1)!.Found);
        var upper = Assert.Single(input.At(1)!.Points);
        foreach (var level in input.Levels)
        {
            var roots = Roots(h => Averaged(Math.Tanh, (W * h) + Bias, level.Sigma) - h, -1.5, 1.5);
            Assert.Equal(roots, level.Points.Select(PlaceOf).Order(), Near);
            var same = Assert.Single(level.Points, point => point.Branch == upper.Branch);
            Assert.Equal(roots[^1], PlaceOf(same), Exact);
            var silent = Roots(static h => Math.Tanh((W * h) + Bias) - h, -1.5, 1.5);
            Assert.Equal(Math.Abs(roots[^1] - silent[^1]) / Sigma, same.Shift!.Value, Exact);
        }
    }

    [Fact]
    public void A_relu_unit_shifts_as_the_scalar_equation_says()
    {
        const double W = 0.5, InputWeight = 0.4, Sigma = 0.8;
        var result = Run(Network(new Relu(), [W], InputWeight, sigma: Sigma));
        foreach (var input in result.Inputs)
        {
            double Root(double s) => Assert.Single(Roots(
                h => (s == 0 ? Math.Max(0, Argument(h)) : s * ((Argument(h) / s * Cumulative(Argument(h) / s)) + Density(Argument(h) / s))) - h, -0.5, 3));
            double Argument(double h) => (W * h) + (InputWeight * input.Input[0]);
            foreach (var level in input.Levels)
            {
                var point = Assert.Single(level.Points);
                Assert.Equal(Math.Abs(Root(level.Sigma) - Root(0)) / Sigma, point.Shift!.Value, Exact);
                Assert.Equal(Math.Abs(Root(level.Sigma) - Root(0)), point.ReadoutShift!.Value, Exact);
            }

            Assert.Equal(Root(Sigma), input.At(1)!.Points[0].Readout[0], Exact);
        }

        Assert.Equal(result.Inputs.Average(static input => input.At(1)!.Points[0].Shift!.Value), result.Shifts.Single(static shift => shift.Level == 1).State, 1e-12);

        static double Cumulative(double q) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, q);
        static double Density(double q) => MathNet.Numerics.Distributions.Normal.PDF(0, 1, q);
    }

    [Fact]
    public void Where_two_points_have_just_met_a_slow_point_is_left()
    {
        // tanh(2 h + b) = h touches at tanh' = 1/2 on the lower side; a little more b leaves a gap of .005: q = (g .005)^2/2 = 1e-7,
        // which takes some 400 steps to pass.
        var touching = -Math.Sqrt(0.5);
        var bias = Math.Atanh(touching) - (2 * touching) + 0.01;
        var subject = Network(F, [2], bias: bias) with { Setup = Network(F, [2], bias: bias).Setup with { Task = new FunctionApproximation { Steps = 1200 } } };
        subject.Parameters["init_state"][0] = -1;
        var silent = Run(subject).Inputs[0].Levels.Single();
        double Excess(double h) => Math.Tanh((2 * h) + bias) - h;
        Assert.Equal(Roots(Excess, -1.5, 1.5), silent.Points.Select(PlaceOf), Near);
        var slow = Assert.Single(silent.SlowPoints);
        // The excess is least where its slope is 0: 2 h + b where tanh' = 1/2.
        var least = Excess((-Math.Atanh(Math.Sqrt(0.5)) - bias) / 2);
        Assert.Equal(1, slow.Speed / (0.5 * Dt * least * Dt * least), 1e-6);
        Assert.Equal(64, slow.Starts + silent.Points.Sum(static point => point.Starts) + silent.Unresolved);
        var stricter = Run(subject, new FixedPointsAnalysis { TolSlow = slow.Speed / 2 }).Inputs[0].Levels[0];
        Assert.Equal((0, silent.Unresolved + slow.Starts), (stricter.SlowPoints.Length, stricter.Unresolved));
    }

    [Fact]
    public void Without_noise_inside_there_is_the_noise_free_map_alone()
    {
        var inside = Network(F, [2], 0.2, sigma: 0.3);
        var silent = Network(F, [2], 0.2);
        AssertSilent(silent, "no noise inside the activation");
        AssertSilent(inside with { Setup = inside.Setup with { Noise = [new NoiseSource { Placement = Placement.Outside, Sigma = [.3] }] } }, "no noise inside the activation");
        AssertSilent(Network(F, [2, 0, 0, 2]) with { Setup = Network(F, [2, 0, 0, 2]).Setup with { Noise = [new NoiseSource { Sigma = [.3, .2] }] } }, "levels or time constants that differ from unit to unit");
        var oscillators = new CoRnn { Units = 3 };
        AssertSilent(inside with { Setup = inside.Setup with { Network = oscillators }, Parameters = oscillators.Initialize(1, 1, Dt, 1) }, "no form of the network cornn that is averaged over noise");

        static void AssertSilent(TrainedNetwork subject, string because)
        {
            var result = Run(subject);
            Assert.Equal((because, 0), (result.NoiseFreeBecause, result.Sigma));
            Assert.All(result.Inputs, static input => Assert.Equal(0, Assert.Single(input.Levels).Level));
            Assert.All(result.Inputs.SelectMany(static input => input.Levels[0].Points), static point => Assert.Null(point.Shift));
            Assert.NotEmpty(result.Inputs[0].Levels[0].Points);
            Assert.Equal(["fixed points, silent", "stable, silent", "largest |eigenvalue|, silent"], result.Findings.Metrics.Select(static metric => metric.Name));
            Assert.Empty(result.Shifts);
        }
    }

    [Fact]
    public void Sources_inside_add_their_variances_whatever_their_scale()
    {
        var subject = Network(F, [2]) with { Setup = Network(F, [2]).Setup with { Noise = [new NoiseSource { Sigma = [.3] }, new NoiseSource { Sigma = [.1], Scale = NoiseScale.SqrtTwoOverAlpha }, new NoiseSource { Placement = Placement.State, Sigma = [1] }] } };
        // sqrt(2/alpha) .1 with alpha = .1: .02 * 10 is .2 in variance.
        Assert.Equal(Math.Sqrt(.09 + .2), new NoiseAveragedMaps(subject).Sigma, 1e-12);
    }

    [Fact]
    public void The_average_is_over_the_law_of_the_training_noise()
    {
        // Two-point noise: F(a) = (tanh(a + s) + tanh(a - s))/2. Of two such sources nobody knows the law.
        const double W = 2, Sigma = 0.7;
        NoiseSource noise = new() { Sigma = [Sigma], Distribution = NoiseDistribution.TwoPoint };
        var subject = Network(F, [W]) with { Setup = Network(F, [W]).Setup with { Noise = [noise] } };
        var roots = Roots(static h => (0.5 * (Math.Tanh((W * h) + Sigma) + Math.Tanh((W * h) - Sigma))) - h, -1.5, 1.5);
        Assert.Equal(roots, Run(subject).Inputs[0].At(1)!.Points.Select(PlaceOf).Order(), Near);
        Assert.Equal("noise whose law has no such average", Run(subject with { Setup = subject.Setup with { Noise = [noise, noise] } }).NoiseFreeBecause);
    }

    [Fact]
    public void Networks_with_more_than_a_hidden_state_stand_still_in_all_of_it()
    {
        var lstm = new Lstm { Units = 4 };
        var subject = Network(F, [2]) with { Setup = Network(F, [2]).Setup with { Network = lstm }, Parameters = lstm.Initialize(1, 1, Dt, 2) };
        var point = Assert.Single(Run(subject).Inputs[0].Levels[0].Points);
        Assert.Equal(8, point.Real.Length);
        Assert.Equal(FixedPointStability.Stable, point.Stability);
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit()
    {
        var subject = Network(F, [1, -1, -1, 1], 0.1, sigma: 0.6);
        var once = ResultJson.Write(Run(subject));
        Assert.Equal(once, ResultJson.Write(new FixedPointsAnalysis().Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<FixedPointResult>(once)));
    }

    [Fact]
    public void It_tells_how_far_it_is_and_can_be_stopped()
    {
        var shares = new List<double>();
        new FixedPointsAnalysis { Inputs = 2, Starts = 4 }.Run(Network(F, [2], 0.1), 1, shares.Add, TestContext.Current.CancellationToken);
        Assert.Equal([.5, 1], shares);
        Assert.ThrowsAny<OperationCanceledException>(static () => new FixedPointsAnalysis().Run(Network(F, [2]), 1, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_has_no_recurrence_is_refused_and_levels_must_begin_in_silence()
    {
        var forward = new FeedForward { Units = 3 };
        var subject = Network(F, [2]) with { Setup = Network(F, [2]).Setup with { Network = forward }, Parameters = forward.Initialize(1, 1, Dt, 1) };
        Assert.StartsWith("a feed-forward network has no recurrence", new FixedPointsAnalysis().Refusal(subject.Setup), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Run(subject));
        Assert.Null(new FixedPointsAnalysis().Refusal(Network(F, [2]).Setup));
        Assert.Empty(new FixedPointsAnalysis().Problems());
        Assert.Equal(("levels", "[0.5, 1] must hold 0 and 1"), Assert.Single(new FixedPointsAnalysis { Levels = [.5, 1] }.Problems()));
        Assert.Equal(("levels", "[0, 1, 1] is not ascending; allowed is one level or more, each once, ascending"), Assert.Single(new FixedPointsAnalysis { Levels = [0, 1, 1] }.Problems()));
    }

    private static FixedPointResult Run(TrainedNetwork subject, FixedPointsAnalysis? analysis = null) =>
        (analysis ?? new()).Run(subject, 1, cancellation: TestContext.Current.CancellationToken);

    private static FixedPointResult Run(TrainedNetwork subject, params double[] levels) =>
        Run(subject, new FixedPointsAnalysis { Levels = [0, .. levels, 1] });

    private static List<FixedPointSearchEnd> Search(TrainedNetwork subject, int starts, double level)
    {
        var search = new FixedPointSearch(VisitedStates.Of(subject, 1), starts, 1e-6, subject.Seed);
        var found = search.Run(new NoiseAveragedMaps(subject).At(level), HeldInput.Of(subject, 1)[0], 1, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, starts), (found.Slow.Length, found.Unresolved, found.Fixed.Sum(static point => point.Starts)));
        Assert.All(found.Fixed, static point => Assert.True(point.Point.IsFixed));
        return [.. found.Fixed.Select(static point => point.Point)];
    }

    private static FixedPoint[] ByFirstScore(FixedPointLevel level) => [.. level.Points.OrderBy(static point => point.Scores[0])];

    // Of one unit the readout is the unit.
    private static double PlaceOf(FixedPoint point) => Assert.Single(point.Readout);

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < Exact;
}
