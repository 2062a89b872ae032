using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>What is said of recorded outputs, on outputs whose answer is known.</summary>
public class PreferenceIntervalsTests
{
    // Outputs of target 0: the mean moves away from it as c (s - best), and draws scatter by s k around it.
    private static RecordedNpz Shifted(double best, double c, double k, double? s0 = 1) => new()
    {
        Levels = [0, 0.5, 1, 1.5, 2], Draws = 16, Trials = 30, TrainingLevel = s0,
        Output = (s, r, p, t, _) => (c * (s - best) * (1 + (0.2 * Noise(1, p, 0)))) + (k * s * Noise(r + 2, p, t)),
    };

    [Fact]
    public void A_network_that_noise_has_shifted_prefers_it()
    {
        var said = Shifted(1, 1, 0.1).Judged().Preference;
        Assert.Equal(AuditVerdict.PrefersNoise, said.Verdict);
        // L(s) = c^2 (s-1)^2 + k^2 s^2: lowest at 1/(1 + k^2), and L(0)/L(1) = 1/k^2 up to the scatter of 30 x 2 x 8 draws.
        Assert.Equal(1 / 1.01, said.Preferred!.Mean, 0.02);
        Assert.Equal(Math.Log(100), said.Gain!.Mean, 0.2);
        Assert.True(said.ComparedIsTraining);
        Assert.InRange(Math.Log(100), said.Gain.Low, said.Gain.High);
        Assert.InRange(said.SilentShift!.Mean, 0.99, 1.01);
        Assert.Equal((1, 1, RangeEnd.Inside), (said.Compared!.Value, said.BestNoisy!.Value, said.End));
    }

    [Fact]
    public void One_that_noise_only_scatters_prefers_silence()
    {
        var said = Shifted(0, 0, 1).Judged() with { } is var network ? network.Preference : null!;
        // L(0) = 0 has no interval of ratios: the smallest double stands for it, in every resample.
        Assert.Equal(AuditVerdict.PrefersSilence, said.Verdict);
        Assert.Equal((0, RangeEnd.AtMost), (said.Preferred!.Mean, said.End));
        var offset = (Shifted(0, 0, 1) with { Output = static (s, r, p, t, _) => 1 + (s * Noise(r, p, t)) }).Judged().Preference;
        Assert.Equal(AuditVerdict.PrefersSilence, offset.Verdict);
        // L(1) = 1 + 1, L(0) = 1, half of L(1) is variance.
        Assert.Equal(-Math.Log(2), offset.Gain!.Mean, 0.2);
        Assert.Equal(0.5, offset.NoisySpread!.Mean, 0.1);
        Assert.Equal(0.5, offset.BestNoisy);
    }

    [Fact]
    public void Where_the_interval_holds_both_nothing_is_gained_or_it_is_undecided()
    {
        // Which of the two is better differs from trial to trial.
        var said = (Shifted(0, 0, 0) with { Levels = [0, 1], Output = static (s, _, p, _, _) => 1 + (0.3 * Noise(7, p, (int)s)) }).Judged().Preference;
        Assert.Equal(AuditVerdict.Undecided, said.Verdict);
        Assert.True(said.BestGain!.Low < 0 && said.BestGain.High > 0.1);

        // The same at every level.
        Assert.Equal(AuditVerdict.NoDifference, (Shifted(0, 0, 0) with { Output = static (_, _, p, _, _) => 1 + (0.3 * Noise(7, p, 0)) }).Judged().Preference.Verdict);
    }

    /// <summary>A little noise costs too little to be seen, and that of training half of the error more: no difference would be untrue.</summary>
    [Fact]
    public void Where_a_little_noise_costs_next_to_nothing_and_the_training_noise_much_nothing_is_gained()
    {
        foreach (double? s0 in new double?[] { 1, null })
        {
            var said = (Shifted(0, 0, 0, s0) with { Levels = [0, 0.01, 1], Draws = 8, Output = static (s, r, p, t, _) => 1 + (0.7 * s * Noise(r + 5, p, t)) }).Judged().Preference;
            Assert.Equal((AuditVerdict.NothingGained, 0.01), (said.Verdict, said.BestNoisy!.Value));
        }
    }

    [Fact]
    public void Without_a_training_level_silence_is_compared_with_the_best_noisy_level_of_the_even_draws()
    {
        var said = Shifted(1.5, 1, 0.1, s0: null).Judged().Preference;
        Assert.Equal((AuditVerdict.PrefersNoise, false, 1.5), (said.Verdict, said.ComparedIsTraining, said.Compared!.Value));
        Assert.Equal(said.BestGain, said.Gain);
        // The same where the training level was not recorded, or has diverged.
        Assert.False(Shifted(1.5, 1, 0.1, s0: 0.7).Judged().Preference.ComparedIsTraining);
        var diverged = (Shifted(1.5, 1, 0.1) with { Output = static (s, r, p, t, _) => s == 1 ? double.PositiveInfinity : s - 1.5 + (0.1 * s * Noise(r, p, t)) }).Judged().Preference;
        Assert.Equal((AuditVerdict.PrefersNoise, false, 1.5), (diverged.Verdict, diverged.ComparedIsTraining, diverged.Compared!.Value));
    }

    [Fact]
    public void The_choice_on_even_draws_does_not_flatter_the_gain_on_odd_ones()
    {
        // Ten levels alike: the best of ten noisy means looks better than silence, on other draws it is not.
        var npz = new RecordedNpz { Levels = [.. Enumerable.Range(0, 11).Select(static k => (double)k)], Draws = 8, Trials = 40, Steps = 1, Output = static (s, r, p, t, _) => 1 + Noise(r + (100 * (int)s), p, t) };
        var said = npz.Judged().Preference;
        Assert.Equal(AuditVerdict.Undecided, said.Verdict);
        Assert.True(said.BestGain!.Low < 0 && said.BestGain.High > 0);
    }

    [Fact]
    public void The_mean_output_can_prefer_noise_where_single_draws_do_not_and_a_flat_one_prefers_nothing()
    {
        var hidden = Shifted(1, 0.5, 2).Judged().Preference;
        Assert.Equal(AuditVerdict.PrefersSilence, hidden.Verdict);
        // (c^2 (s - 1)^2 + k^2 s^2/8)/c^2 at s = .5 is .75: ln 1/.75, and the scatter of 240 means of 8 draws.
        Assert.Equal(Math.Log(1 / 0.75), hidden.MeanGain!.Mean, 0.3);
        Assert.True(Shifted(1, 1, 1).Judged().Preference.MeanGain!.Low > 0);
        var flat = (Shifted(0, 0, 1) with { Output = static (s, r, p, t, _) => 1 + (s * Noise(r, p, t)) }).Judged().Preference;
        Assert.True(flat.MeanGain!.Low < 0);
    }

    [Theory]
    [InlineData(AuditVerdict.OneLevel, new[] { 1.0 })]
    [InlineData(AuditVerdict.OneLevel, new[] { 0.0 })]
    [InlineData(AuditVerdict.NoSilentLevel, new[] { 0.5, 1.0, 1.5 })]
    public void What_cannot_be_said_is_not(AuditVerdict verdict, double[] levels)
    {
        var said = (Shifted(1, 1, 0.1) with { Levels = levels }).Judged().Preference;
        Assert.Equal(verdict, said.Verdict);
        Assert.NotNull(said.Preferred);
        Assert.Equal(levels is [0.0], said.Compared is null);
        Assert.Null(said.BestGain);
        Assert.All(said.Losses, static loss => Assert.True(loss.Low < loss.Mean && loss.Mean < loss.High));
    }

    [Fact]
    public void One_trial_has_no_interval_and_nothing_is_decided()
    {
        var said = (Shifted(1, 1, 0.1) with { Trials = 1 }).Judged().Preference;
        Assert.Equal(AuditVerdict.NoInterval, said.Verdict);
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (said.Gain!.Low, said.Gain.High));
        Assert.True(said.Gain.Mean > 1);
    }

    [Theory]
    [InlineData(AuditVerdict.DivergesSilently, false, true)]
    [InlineData(AuditVerdict.DivergesWithNoise, true, false)]
    [InlineData(AuditVerdict.NothingFinite, false, false)]
    public void Outputs_that_are_not_finite_have_no_loss_to_compare(AuditVerdict verdict, bool silent, bool noisy) => Assert.Equal(verdict,
        (Shifted(1, 1, 0.1) with { Output = (s, r, p, t, _) => (s == 0 ? silent : noisy) ? 1 + (s * Noise(r, p, t)) : double.NaN }).Judged().Preference.Verdict);

    [Fact]
    public void Several_networks_have_intervals_over_them()
    {
        ImmutableArray<RecordedNetwork> networks = [.. Enumerable.Range(0, 5).Select(static seed => Shifted(1 + (0.02 * seed), 1, 0.1).Judged())];
        var said = PreferenceIntervals.Of(networks, out var leftOut);
        Assert.Empty(leftOut);
        Assert.Equal((AuditVerdict.PrefersNoise, 5, RangeEnd.Inside), (said.Verdict, said.Networks, said.End));
        Assert.Equal(networks.Average(static network => network.Preference.Preferred!.Mean), said.Preferred!.Mean, 1e-12);
        Assert.True(said.Preferred.Low < said.Preferred.Mean && said.Preferred.Mean < said.Preferred.High);
        Assert.Equal(networks.Average(static network => network.Preference.Gain!.Mean), said.Gain!.Mean, 1e-12);
    }

    [Fact]
    public void Networks_that_diverge_are_left_out_and_named()
    {
        var diverged = (Shifted(1, 1, 0.1) with { Output = static (s, _, _, _, _) => s == 0 ? double.NaN : s }).Judged();
        var said = PreferenceIntervals.Of([Shifted(1, 1, 0.1).Judged(), diverged, Shifted(1.02, 1, 0.1).Judged()], out var leftOut);
        Assert.Equal((AuditVerdict.PrefersNoise, 2), (said.Verdict, said.Networks));
        Assert.Equal([diverged], leftOut);
        // One that is left alone has its own intervals; where none is left nothing is left out.
        Assert.Equal(1, PreferenceIntervals.Of([diverged, Shifted(1, 1, 0.1).Judged()], out _).Networks);
        Assert.Equal(AuditVerdict.DivergesSilently, PreferenceIntervals.Of([diverged, diverged with { Name = "b" }], out var none).Verdict);
        Assert.Empty(none);
    }

    [Fact]
    public void Intervals_over_trials_hold_what_is_true_about_as_often_as_they_say()
    {
        // z = c_p (s - 1) + s xi/2 with c_p ~ N(1, .2): L(s) = 1.04 (s - 1)^2 + s^2/4, a parabola.
        const int Sets = 100;
        var (rho, gain) = (0, 0);
        for (var n = 0; n < Sets; n++)
        {
            var set = 100_000 * n;
            var said = new RecordedNpz
            {
                Levels = [0, 0.5, 1, 1.5, 2], Draws = 16, Trials = 30, TrainingLevel = 1,
                Output = (s, r, p, t, _) => ((1 + (0.2 * Noise(set + 999, p, 0))) * (s - 1)) + (0.5 * s * Noise(set + r + (20 * (int)(2 * s)), p, t)),
            }.Judged().Preference;
            rho += Holds(said.Preferred!, 1.04 / 1.29) ? 1 : 0;
            gain += Holds(said.Gain!, Math.Log(1.04 / 0.25)) ? 1 : 0;
        }

        // 95 % within three standard errors of 100 sets, .065.
        Assert.InRange(rho, 88, 100);
        Assert.InRange(gain, 88, 100);

        static bool Holds(Interval interval, double truth) => interval.Low <= truth && truth <= interval.High;
    }

    // Pseudo-random, standard normal, a function of its three arguments.
    private static double Noise(int r, int p, int t)
    {
        var counter = (ulong)((((((r * 1009L) + p) * 31) + t) * 2) + 1);
        return Math.Sqrt(-2 * Math.Log(1 - Uniform(counter))) * Math.Cos(2 * Math.PI * Uniform(counter + 1));

        static double Uniform(ulong counter) => (Resampling.Word(counter) >> 11) * (1.0 / (1UL << 53));
    }
}
