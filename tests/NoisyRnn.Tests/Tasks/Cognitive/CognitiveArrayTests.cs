using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;
using static NoisyRnn.Tests.Tasks.CognitiveTrials;

namespace NoisyRnn.Tests.Tasks;

/// <summary>A drawn trial as inputs, targets and mask, element by element, against the definition written plainly.</summary>
public sealed class CognitiveArrayTests
{
    // The library's own exponential against Math.Exp, times a few.
    private const double Rounding = 1e-14;

    public static TheoryData<string> All => [.. Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Arrays_are_those_of_the_definition(string name) => Compare(name, 0, 4);

    [Theory, Trait("speed", "slow")]
    [MemberData(nameof(All))]
    public void Arrays_are_those_of_the_definition_in_10_000_trials_of_all_tasks(string name) => Compare(name, 4, 504);

    [Fact]
    public void A_bump_peaks_at_its_direction_with_a_width_of_an_eighth_of_pi()
    {
        var bump = new double[32];
        CognitiveRing.Bump(CognitiveRing.Preferred(5), 1, bump);
        Assert.Equal(0.8, bump[5]);
        // Two units are pi/8 away: one standard deviation.
        Assert.Equal(0.8 * Math.Exp(-0.5), bump[7], Rounding);
        Assert.Equal(bump[3], bump[7], Rounding);
        Assert.Equal(0.8 * Math.Exp(-0.5 * 8 * 8), bump[21], Rounding);
        // The sum is that of a Gaussian sampled at half its width: 0.8 sqrt(2 pi) 2, wherever it stands; the first term that Poisson's formula leaves out is 2 exp(-2 (2 pi)^2).
        for (var direction = 0.0; direction < 2 * Math.PI; direction += 0.1)
        {
            CognitiveRing.Bump(direction, 1.5, bump);
            Assert.Equal(1.5 * 0.8 * Math.Sqrt(2 * Math.PI) * 2, bump.Sum(), 1e-12);
        }
    }

    [Fact]
    public void Input_noise_is_white_of_the_declared_deviation_on_all_inputs_and_part_of_the_trial()
    {
        var (noisy, silent) = (new CognitiveSuite { Tasks = ["delaydm1"], InputNoise = 0.03 }, CognitiveTrials.Of("delaydm1"));
        var (sum, squares, lagged, neighbours, count) = (0.0, 0.0, 0.0, 0.0, 0);
        for (var n = 0ul; n < 20; n++)
        {
            var (with, without) = (TaskTrials.Make(noisy, n, NoiseStream.Test), TaskTrials.Make(silent, n, NoiseStream.Test));
            Assert.Equal(with.Inputs, TaskTrials.Make(noisy, n, NoiseStream.Test).Inputs);
            var steps = noisy.StepsOf(new TrialKey(2, NoiseStream.Test, n));
            for (var t = 0; t < noisy.StepCount; t++)
            {
                for (var i = 0; i < 85; i++)
                {
                    var xi = with.Inputs[t, i] - without.Inputs[t, i];
                    Assert.Equal(t >= steps, xi == 0);
                    if (t >= steps)
                        continue;
                    (sum, squares, count) = (sum + xi, squares + (xi * xi), count + 1);
                    lagged += t == 0 ? 0 : xi * (with.Inputs[t - 1, i] - without.Inputs[t - 1, i]);
                    neighbours += i == 0 ? 0 : xi * (with.Inputs[t, i - 1] - without.Inputs[t, i - 1]);
                }
            }
        }

        // alpha = 20/100. Five standard errors: of a mean 1/sqrt(n), of a mean square sqrt(2/n), of a product 1/sqrt(n).
        var variance = 2 / 0.2 * 0.03 * 0.03;
        Assert.Equal(0, sum / count / Math.Sqrt(variance), 5 / Math.Sqrt(count));
        Assert.Equal(1, squares / count / variance, 5 * Math.Sqrt(2.0 / count));
        Assert.Equal(0, lagged / count / variance, 5 / Math.Sqrt(count));
        Assert.Equal(0, neighbours / count / variance, 5 / Math.Sqrt(count));
    }

    [Fact]
    public void Input_noise_follows_the_time_step_and_the_time_constant()
    {
        var suite = new CognitiveSuite { Tasks = ["dm1"] };
        var slow = Noise(suite with { Tau = 400 });
        Assert.Equal(2, slow / Noise(suite), 1e-12);
        Assert.Equal(0.5, Noise(suite with { InputNoise = 0.005 }) / Noise(suite), 1e-12);
        Assert.Equal(1 / Math.Sqrt(2), Noise((CognitiveSuite)suite.At(50)) / Noise((CognitiveSuite)suite.At(25)), 1e-12);

        // Of the first element: a rule input that is off, so that nothing is added to it.
        static double Noise(CognitiveSuite suite) => TaskTrials.Make(suite, 0, NoiseStream.Test).Inputs[0, 84];
    }

    private static void Compare(string name, ulong first, ulong end)
    {
        var suite = CognitiveTrials.Of(name);
        for (var n = first; n < end; n++)
        {
            var (drawn, trial) = (suite.Draw(Key(n)), TaskTrials.Make(suite, n, NoiseStream.Test, seed: 3));
            Assert.Equal(drawn.Steps, suite.StepsOf(Key(n)));
            for (var t = 0; t < suite.StepCount; t++)
            {
                for (var i = 0; i < 85; i++)
                    Near(Input(drawn, t, i), trial.Inputs[t, i], ("input", i, t, n));
                for (var o = 0; o < 33; o++)
                {
                    Near(Target(drawn, t, o), trial.Targets[t, o], ("target", o, t, n));
                    Near(Math.Pow(Weight(drawn, t) * (o == 0 ? 2 : 1), 2), trial.Mask[t, o], ("mask", o, t, n));
                }
            }
        }
    }

    private static void Near(double expected, double actual, (string What, int Channel, int Step, ulong Trial) place)
    {
        if (!(Math.Abs(expected - actual) <= Rounding))
            Assert.Fail($"{place}: {actual}, expected {expected}");
    }

    private static TrialKey Key(ulong n) => new(3, NoiseStream.Test, n);

    private static double Input(CognitiveTrial drawn, int t, int i)
    {
        if (t >= drawn.Steps)
            return 0;
        if (i == 0)
            return t < drawn.FixationOff ? 1 : 0;
        if (i >= 65)
            return Names[i - 65] == drawn.Task.Name ? 1 : 0;
        var (modality, unit) = (1 + ((i - 1) / 32), (i - 1) % 32);
        return drawn.Stimuli.Where(s => s.Modality == modality && t >= s.On && t < s.Off).Sum(s => s.Strength * Bump(s.Location, unit));
    }

    private static double Target(CognitiveTrial drawn, int t, int o)
    {
        if (t >= drawn.Steps)
            return 0;
        var responds = drawn.Target is not null && t >= drawn.ResponseOn;
        return o == 0 ? (responds ? 0.05 : 0.8) : 0.05 + (responds ? Bump(drawn.Target!.Value, o - 1) : 0);
    }

    private static double Weight(CognitiveTrial drawn, int t) =>
        t >= drawn.Steps || Ms(t) < 100 ? 0 : t < drawn.ResponseOn ? 1 : Ms(t - drawn.ResponseOn) < 100 ? 0 : 5;

    private static double Bump(double location, int unit)
    {
        var d = Math.Abs(location - (2 * Math.PI * unit / 32));
        d = Math.Min(d, (2 * Math.PI) - d);
        return 0.8 * Math.Exp(-Math.Pow(d / (Math.PI / 8), 2) / 2);
    }
}
