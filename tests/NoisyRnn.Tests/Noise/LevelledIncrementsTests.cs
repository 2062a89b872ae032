using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>Noise at a level of each trial's own, and at a factor.</summary>
public sealed class LevelledIncrementsTests
{
    private const int Rows = 3;
    private static readonly NoiseKey Key = NoiseKey.OfItem(11, NoiseStream.Level, 0);
    private static readonly ulong[] Trials = [.. Enumerable.Range(0, 4096).Select(static i => (ulong)i * 3)];

    [Fact]
    public void A_trial_has_one_level_for_all_steps_units_and_placements()
    {
        var (inside, readout) = (Levels(NoiseTerm.Inside, 0), Levels(NoiseTerm.Readout, 5));
        for (var k = 0; k < Trials.Length; k++)
        {
            // A product of two floats in double, divided again: exact to rounding.
            Assert.Equal(inside[k], inside[Trials.Length + k], 1e-14);
            Assert.Equal(inside[k], readout[k], 1e-14);
        }
    }

    [Fact]
    public void Levels_are_uniform_from_nothing_to_the_full_level_and_independent()
    {
        var levels = Levels(NoiseTerm.Inside, 0)[..Trials.Length];
        Assert.All(levels, static level => Assert.InRange(level, 0, 1 + 1e-12));
        var sorted = levels.Order().ToArray();
        var distance = sorted.Index().Max(static p => Math.Max(Math.Abs(p.Item - (p.Index / 4096.0)), Math.Abs(p.Item - ((p.Index + 1) / 4096.0))));
        // P(sqrt(n) D > 2.23) = 1e-4.
        Assert.InRange(Math.Sqrt(Trials.Length) * distance, 0, 2.23);
        // Neighbours: products of centred uniform numbers have the variance 1/144.
        Assert.Equal(0, levels.Zip(levels.Skip(1), static (x, y) => (x - 0.5) * (y - 0.5)).Average(), 5 / Math.Sqrt(144.0 * Trials.Length));
        Assert.NotEqual(levels[..16], Levels(NoiseTerm.Inside, 0, NoiseKey.OfItem(12, Key.Stream, Key.Source))[..16]);
        Assert.NotEqual(levels[..16], Levels(NoiseTerm.Inside, 0, NoiseKey.OfItem(Key.Seed, Key.Stream, 1))[..16]);
    }

    [Fact]
    public void A_level_follows_its_trial_whatever_stands_beside_it()
    {
        var (noise, all) = (Make(Key), new double[Rows * 32]);
        noise.Fill(NoiseTerm.Inside, 2, Trials.AsSpan(0, 32), all);
        var some = new double[Rows * 16];
        noise.Fill(NoiseTerm.Inside, 2, [.. Trials[8..24].Reverse()], some);
        for (var row = 0; row < Rows; row++)
            Assert.Equal(all[((row * 32) + 8)..((row * 32) + 24)], some[(row * 16)..((row + 1) * 16)].Reverse());
    }

    [Fact]
    public void The_factor_scales_all_and_at_nothing_there_is_no_noise()
    {
        var (noise, plain) = (Make(null), Source());
        double[] expected = new double[Rows * 16], actual = new double[Rows * 16];
        plain.Fill(NoiseTerm.Inside, 3, Trials.AsSpan(0, 16), expected);
        noise.Fill(NoiseTerm.Inside, 3, Trials.AsSpan(0, 16), actual);
        Assert.Equal(expected, actual);
        noise.Factor = 0.25;
        noise.Fill(NoiseTerm.Inside, 3, Trials.AsSpan(0, 16), actual);
        Assert.Equal(expected.Select(static x => x / 4), actual);
        noise.Factor = 0;
        noise.Fill(NoiseTerm.Inside, 3, Trials.AsSpan(0, 16), actual);
        Assert.All(actual, static x => Assert.Equal(0, x));
        Assert.True(noise.Has(NoiseTerm.Readout));
        Assert.False(noise.Has(NoiseTerm.State));
    }

    // Levelled over plain noise.
    private static double[] Levels(NoiseTerm term, uint step, NoiseKey? key = null)
    {
        double[] plain = new double[(term == NoiseTerm.Inside ? Rows : 1) * Trials.Length], levelled = new double[plain.Length];
        Source().Fill(term, step, Trials, plain);
        Make(key ?? Key).Fill(term, step, Trials, levelled);
        return [.. levelled.Zip(plain, static (x, y) => x / y)];
    }

    private static LevelledIncrements<double> Make(NoiseKey? key) => new(Source(), key);

    private static SourceIncrements<double> Source() => new(
        [new NoiseSource { Sigma = [0.4] }, new NoiseSource { Sigma = [0.2], Placement = Placement.Readout }], 3, NoiseStream.Dynamics,
        new NoiseShape(Rows, Rows, Rows, 1, 1), 0.1, [1.0]);
}
