using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Experiments;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>What each perturbation does to an input, and that it is drawn by its key alone.</summary>
public sealed class PerturbationTests
{
    private const int Steps = 200, Channels = 200, Values = Steps * Channels;
    private const double Strength = 0.3, Lowest = -2, Highest = 5;

    // Four standard errors: once in 16,000 draws of the seed by chance.
    private const double Errors = 4;

    public static TheoryData<string> Kinds => [.. Catalogue.Leaves(typeof(Perturbation)).Select(static leaf => leaf.Name)];

    public static TheoryData<string> RandomKinds => [.. Catalogue.Leaves(typeof(Perturbation)).Where(static leaf => leaf.Type.IsSubclassOf(typeof(RandomPerturbation))).Select(static leaf => leaf.Name)];

    [Fact]
    public void White_noise_is_normal_with_standard_deviation_s_whatever_the_input()
    {
        foreach (var x in new[] { 0.0, 3.0 })
        {
            var noise = Perturbed(new WhitePerturbation(), x).Select(y => (y - x) / Strength).ToArray();
            Assert.Equal(0, noise.Average(), Errors / Math.Sqrt(Values));
            Assert.Equal(1, noise.Average(static z => z * z), Errors * Math.Sqrt(2.0 / Values));
            Assert.Equal(3, noise.Average(static z => z * z * z * z), Errors * Math.Sqrt(96.0 / Values)); // var z^4 = 105 - 9
        }
    }

    [Fact]
    public void Multiplicative_noise_grows_with_the_input_and_leaves_zero()
    {
        var one = Perturbed(new MultiplicativePerturbation(), 1);
        Assert.Equal(0, one.Average(static y => y - 1), Errors * Strength / Math.Sqrt(Values));
        Assert.Equal(1, one.Average(static y => (y - 1) * (y - 1)) / (Strength * Strength), Errors * Math.Sqrt(2.0 / Values));
        Assert.Equal(one.Select(static y => -4 * y), Perturbed(new MultiplicativePerturbation(), -4));
        Assert.All(Perturbed(new MultiplicativePerturbation(), 0), static y => Assert.Equal(0, y));
    }

    [Fact]
    public void Salt_and_pepper_set_a_share_s_to_either_end_of_the_range()
    {
        var values = Perturbed(new SaltAndPepper(), 1);
        AssertShare(Strength / 2, values, Lowest);
        AssertShare(Strength / 2, values, Highest);
        AssertShare(1 - Strength, values, 1);
        Assert.Equal([Lowest, 1, Highest], values.Distinct().Order());
    }

    [Fact]
    public void Dropped_values_are_zero_with_probability_s()
    {
        var values = Perturbed(new DroppedValues(), 1);
        AssertShare(Strength, values, 0);
        Assert.Equal([0, 1], values.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(RandomKinds))]
    public void The_same_key_gives_the_same_draw_and_any_other_another(string kind)
    {
        var perturbation = Make(kind);
        var first = Perturbed(perturbation, 1);
        Assert.Equal(first, Perturbed(perturbation, 1));
        Assert.NotEqual(first, Perturbed(perturbation, 1, repetition: 1));
        Assert.NotEqual(first, Perturbed(perturbation, 1, seed: 8));
        Assert.NotEqual(first, Perturbed(perturbation, 1, number: 4));
    }

    [Theory]
    [MemberData(nameof(RandomKinds))]
    public void Strengths_share_their_draws(string kind)
    {
        // What a weak perturbation changes, a stronger one changes as well, in the same direction.
        var (weak, strong) = (Perturbed(Make(kind), 1, strength: .1), Perturbed(Make(kind), 1));
        Assert.All(weak.Zip(strong), static pair => Assert.True((pair.First - 1) * (pair.Second - 1) > 0 || pair.First == 1 || pair is { First: Highest, Second: Lowest }));
    }

    [Fact]
    public void Kinds_have_draws_of_their_own()
    {
        var draws = RandomKinds.Select(static row => Perturbed(Make(row.Data), 1)).ToArray();
        for (var k = 0; k < draws.Length; k++)
        {
            for (var j = 0; j < k; j++)
                Assert.Equal(0, Correlation(draws[j], draws[k]), Errors / Math.Sqrt(Values));
        }
    }

    [Fact]
    public void Of_the_adversarial_ones_fgsm_is_one_step_and_pgd_many_from_a_random_start()
    {
        var (fgsm, pgd) = (new FastGradientSign(), new ProjectedGradient());
        Assert.Equal(new GradientAscent(1, 1, StartsAtRandom: false), fgsm.Ascent);
        Assert.Equal(new GradientAscent(10, .25, StartsAtRandom: true), pgd.Ascent);
        Assert.Equal(new GradientAscent(5, .5, StartsAtRandom: true), new ProjectedGradient { Steps = 5 }.Ascent);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Strengths_are_ascending_and_above_zero(string kind)
    {
        foreach (var strengths in new[] { "[]", "[.2, .1]", "[.1, .1]" })
            Assert.Contains("perturbations.0.strengths: ", Refused($"{{kind: {kind}, strengths: {strengths}}}"), StringComparison.Ordinal);
        foreach (var strength in new[] { "0", "-.1", ".nan" })
            Assert.Contains("a number above 0", Refused($"{{kind: {kind}, strengths: [{strength}]}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("salt-and-pepper")]
    [InlineData("dropped")]
    public void A_share_is_at_most_one(string kind) =>
        Assert.EndsWith("strengths: [0.5, 1.5]: a share of the values; allowed is above 0 to 1", Refused($"{{kind: {kind}, strengths: [.5, 1.5]}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("white, dropped, white")]
    public void Each_kind_stands_once_and_there_is_one(string kinds) =>
        Assert.Equal($"x.yaml:2:29: robustness.perturbations: [{kinds}]; allowed is one kind or more, each once", Refused(kinds));

    [Fact]
    public void Pixels_range_from_0_to_1_and_other_inputs_over_what_is_trained_on()
    {
        Assert.Equal((0, 1), new PixelSequence { Data = "" }.InputRange());
        using var folder = new TemporaryFolder();
        folder.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 60).Select(static k => $"{1 + (k % 2)}\t{k}\t-{k}")));
        for (var fold = 0; fold < 5; fold++)
        {
            var task = new Beats { File = "beats.tsv", Fold = fold }.Load(folder.Path);
            var trained = Enumerable.Range(0, task.TrialCount(NoiseStream.Task)!.Value).Select(n => TaskTrials.Make(task, (ulong)n)).SelectMany(static trial => trial.Inputs.Cast<double>()).ToArray();
            Assert.Equal((trained.Min(), trained.Max()), task.InputRange());
        }

        // A task that makes its own trials: 1,000 numbers from [-1, 1].
        var (lowest, highest) = new FunctionApproximation().InputRange();
        Assert.InRange(lowest, -1, -.98);
        Assert.InRange(highest, .98, 1);
    }

    private static void AssertShare(double share, double[] values, double value) =>
        Assert.Equal(share, values.Count(y => y == value) / (double)Values, Errors * Math.Sqrt(share * (1 - share) / Values));

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        return a.Zip(b).Average(pair => (pair.First - meanA) * (pair.Second - meanB))
            / Math.Sqrt(a.Average(x => (x - meanA) * (x - meanA)) * b.Average(x => (x - meanB) * (x - meanB)));
    }

    private static double[] Perturbed(RandomPerturbation perturbation, double x, int repetition = 0, ulong seed = 7, ulong number = 3, double strength = Strength)
    {
        var inputs = new double[Steps, Channels];
        for (var t = 0; t < Steps; t++)
        {
            for (var i = 0; i < Channels; i++)
                inputs[t, i] = x;
        }

        perturbation.Apply(new TrialKey(seed, NoiseStream.Test, number), repetition, strength, (Lowest, Highest), inputs);
        return [.. inputs.Cast<double>()];
    }

    private static RandomPerturbation Make(string kind) =>
        (RandomPerturbation)Activator.CreateInstance(Catalogue.Leaves(typeof(Perturbation)).Single(leaf => leaf.Name == kind).Type)!;

    private static string Refused(string perturbations) => Refusal.Of(() => SmallExperiment.Of($"robustness: {{perturbations: [{perturbations}]}}"));
}
