using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using NoisyRnn.Statistics;
using Xunit;
using static NoisyRnn.Tests.Reports.SyntheticAudit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The answer in plain words, every branch of it.</summary>
public class AuditAnswerTests
{
    private static readonly Interval Unknown = new(0.1, double.NegativeInfinity, double.PositiveInfinity);

    [Fact]
    public void A_network_that_prefers_noise() => Says(
        "Performs best at 0.9 of its training noise [0.85, 0.95 over trials]. Silent, its error is 4.2 times that at its training noise [3.9, 4.6]; 93 % of it is bias that comes with silence: the mean output shifts.", Prefers);

    [Fact]
    public void At_the_training_noise_itself() => Says("Performs best at its training noise [0.9, 1.1 over trials].", Prefers with { Preferred = new(1, 0.9, 1.1) });

    [Theory]
    [InlineData(0.4, "; 40 % of it is bias that comes with silence.")]
    [InlineData(0.01, "its training noise [3.9, 4.6].")]
    [InlineData(1.004, "; 100 % of it is bias that comes with silence: the mean output shifts.")]
    public void How_much_of_it_is_bias(double share, string words) => Assert.EndsWith(words, Of(Prefers with { SilentShift = new(share, share - 0.01, share + 0.01) }), StringComparison.Ordinal);

    [Fact]
    public void One_whose_best_lies_at_an_end()
    {
        Says("Performs best at 2 of its training noise, the highest level recorded [2, 2 over trials]: its best may lie beyond.", Prefers with { Preferred = new(2, 2, 2), End = RangeEnd.AtLeast });
        Says("Performs best at 0.5 of its training noise, the lowest level recorded [0.5, 1 over trials]: its best may lie below. Level 0 was not recorded: nothing can be said of how it does without noise.",
            Prefers with { Verdict = AuditVerdict.NoSilentLevel, Preferred = new(0.5, 0.5, 1), End = RangeEnd.AtMost, Gain = null, BestGain = null });
    }

    [Fact]
    public void One_that_prefers_little_noise_and_is_hurt_by_that_of_its_training() => Says(
        "Performs best at 0.3 of its training noise [0.2, 0.4 over trials]. Silent, its error is 1.2 times that at 0.5 of its training noise, its best noisy level [1.1, 1.3], but 0.5 times that at its training noise [0.45, 0.55].",
        Prefers with { Preferred = new(0.3, 0.2, 0.4), BestNoisy = 0.5, BestGain = Ratio(1.2, 1.1, 1.3), Gain = Ratio(0.5, 0.45, 0.55) });

    [Fact]
    public void One_whose_training_noise_is_not_known() => Says(
        "Performs best at noise 0.27 [0.25, 0.29 over trials]. (Its training noise was not given: a level is told as it was recorded.) Silent, its error is 4.2 times that at noise 0.3, its best noisy level [3.9, 4.6]; 93 % of it is bias that comes with silence: the mean output shifts.",
        Prefers with { Preferred = new(0.27, 0.25, 0.29), Compared = 0.3, BestNoisy = 0.3, ComparedIsTraining = false }, trainingLevel: null);

    [Fact]
    public void One_trained_without_noise_that_gains_by_it() => Assert.EndsWith(
        "It was trained without noise: this is resonance or dithering, not a preference for the noise of its training.", Of(Prefers with { Compared = 0.3, ComparedIsTraining = false }, trainingLevel: 0), StringComparison.Ordinal);

    [Fact]
    public void One_that_prefers_silence()
    {
        var said = Prefers with { Verdict = AuditVerdict.PrefersSilence, Preferred = new(0, 0, 0), PreferredBias = new(0, 0, 0), End = RangeEnd.AtMost, Gain = Ratio(0.25, 0.2, 0.3), BestNoisy = 0.5, BestGain = Ratio(0.8, 0.7, 0.9) };
        Says("Performs best without noise. At its training noise its error is 4 times that of silence [3.33, 5 over trials]; 80 % of it is variance. Even at 0.5 of its training noise, its best noisy level, it is 1.25 times that of silence [1.11, 1.43].", said);
        Assert.EndsWith("Averaged over noise, its output is best at 0.8 of its training noise [0.7, 0.9]: the spread of single draws hides that.", Of(said with { PreferredBias = new(0.8, 0.7, 0.9), MeanGain = Ratio(2, 1.5, 2.5) }), StringComparison.Ordinal);
        Assert.DoesNotContain("Averaged", Of(said with { PreferredBias = new(0.8, 0.7, 0.9), MeanGain = Ratio(1.1, 0.9, 1.3) }), StringComparison.Ordinal);
        Says("Performs best without noise. At noise 0.3, its best noisy level, its error is 4 times that of silence [3.33, 5 over trials]; 80 % of it is variance.", said with { Compared = 0.3, BestNoisy = 0.3, ComparedIsTraining = false }, trainingLevel: null);
    }

    [Fact]
    public void One_that_gains_nothing_and_loses_by_its_noise()
    {
        var said = Prefers with { Verdict = AuditVerdict.NothingGained, BestNoisy = 0.5, BestGain = Ratio(1.01, 0.98, 1.04), Gain = Ratio(0.5, 0.45, 0.55) };
        Says("Nothing is gained by noise beyond the interval: silent, its error is 1.01 times that at 0.5 of its training noise, its best noisy level [0.98, 1.04 over trials]. At its training noise it is 2 times that of silence [1.82, 2.22]; 80 % of it is variance.", said);
        Assert.EndsWith("Averaged over noise, its output is best at 0.8 of its training noise [0.7, 0.9]: the spread of single draws hides that.", Of(said with { PreferredBias = new(0.8, 0.7, 0.9), MeanGain = Ratio(2, 1.5, 2.5) }), StringComparison.Ordinal);
        Says("Undecided: silent, its error is 1.4 times that at its training noise, its best noisy level [0.4, 5 over trials].", said with { Verdict = AuditVerdict.Undecided, BestNoisy = 1, Compared = 1, BestGain = Ratio(1.4, 0.4, 5), Gain = Ratio(1.4, 0.4, 5) });
    }

    /// <summary>Where the training noise is not known, the highest level tells what noise may cost.</summary>
    [Fact]
    public void One_that_gains_nothing_tells_what_the_highest_level_costs()
    {
        var said = Prefers with { Verdict = AuditVerdict.NothingGained, Compared = 0.3, BestNoisy = 0.3, ComparedIsTraining = false, BestGain = Ratio(1.01, 0.98, 1.04), Gain = Ratio(1.01, 0.98, 1.04) };
        var losses = said.Losses.SetItem(said.Losses.Length - 1, new(4.2, 4, 4.4)).SetItem(0, new(0.42, 0.4, 0.44));
        Assert.Contains("the highest level recorded, it is 10 times that of silence.", Of(said with { Losses = losses }, trainingLevel: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_error_of_0_there_is_no_ratio()
    {
        var content = SyntheticAudit.Of(Prefers with { Verdict = AuditVerdict.PrefersSilence, Preferred = new(0, 0, 0), End = RangeEnd.AtMost, Compared = 1, Losses = [new(0, 0, 0), .. Prefers.Losses[1..]] });
        content = content with { Networks = [.. content.Networks.Select(static network => network with { Points = [network.Points[0] with { Loss = 0 }, .. network.Points[1..]] })] };
        Assert.StartsWith("Performs best without noise. Silent, its error is 0 [0, 0 over trials], at its training noise ", AuditAnswer.Of(content), StringComparison.Ordinal);
        Assert.Contains("]: there is no ratio to an error of 0.", AuditAnswer.Of(content), StringComparison.Ordinal);
        Assert.DoesNotContain(AuditNumber.Of(content), static number => number.Name == "Cost of silence");
        Assert.StartsWith("Undecided. Silent, its error is 0", AuditAnswer.Of(content with { Preference = content.Preference with { Verdict = AuditVerdict.Undecided } }), StringComparison.Ordinal);
        // Nothing is decided: that is said first.
        Assert.StartsWith("There is no interval, and nothing is decided.", AuditAnswer.Of(content with { Preference = content.Preference with { Verdict = AuditVerdict.NoInterval } }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_said()
    {
        Says("One level was recorded, noise 0: nothing can be said of which noise it prefers. Its error there is 0.42 [0.4, 0.44 over trials].", Prefers with { Verdict = AuditVerdict.OneLevel }, trainingLevel: null);
        Says("At no level are all outputs and errors finite: nothing can be said.", Prefers with { Verdict = AuditVerdict.NothingFinite, Preferred = null });
        Says("Without noise some of its outputs are not finite. Performs best at 0.9 of its training noise [0.85, 0.95 over trials].", Prefers with { Verdict = AuditVerdict.DivergesSilently });
        Says("With noise some of its outputs are not finite, at every level recorded. Without noise its error is 0.42 [0.4, 0.44 over trials].", Prefers with { Verdict = AuditVerdict.DivergesWithNoise });
        Says("There is no interval, and nothing is decided. Performs best at 0.9 of its training noise. Silent, its error is 4.2 times that at its training noise",
            Prefers with { Verdict = AuditVerdict.NoInterval, Preferred = Unknown with { Mean = 0.9 }, Gain = Unknown with { Mean = Math.Log(4.2) } });
    }

    [Fact]
    public void Classes_have_a_loss_and_logits()
    {
        Says("Performs best at 0.9 of its training noise [0.85, 0.95 over trials]. Silent, its loss is 4.2 times that at its training noise [3.9, 4.6]; 93 % of it is loss of the mean logits that comes with silence: they shift.", Prefers, OutputKind.Logits);
        Assert.Contains("80 % of it is spread of the logits", Of(Prefers with { Verdict = AuditVerdict.PrefersSilence, Preferred = new(0, 0, 0), End = RangeEnd.AtMost, Gain = Ratio(0.25, 0.2, 0.3) }, OutputKind.Probabilities), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_networks()
    {
        var said = Prefers with { Networks = 5, Compared = 1 };
        Says("Performs best at 0.9 of its training noise [0.85, 0.95 over 5 seeds].", said, networks: 5);
        Says("Performs best without noise in most networks, in the mean at 0.06 of its training noise [0, 0.35 over 5 seeds].", said with { Verdict = AuditVerdict.PrefersSilence, Preferred = new(0.06, 0, 0.35), End = RangeEnd.AtMost, Gain = Ratio(0.25, 0.2, 0.3) }, networks: 5);
        Assert.Contains("that at the best noisy level of each network", Of(said with { Compared = null, BestNoisy = null, ComparedIsTraining = false }, networks: 5), StringComparison.Ordinal);
        Assert.Equal("Intervals (95 %) are over 5 networks, taken to differ in their training seed alone: a preview, for a claim needs 10.", AuditAnswer.Scope(SyntheticAudit.Of(said, networks: 5)));
        Assert.DoesNotContain("preview", AuditAnswer.Scope(SyntheticAudit.Of(said with { Networks = 10 }, networks: 10)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_of_one_is_about_the_same() => Says(
        "Noise makes no difference: silent, its error is about that at 0.5 of its training noise, its best noisy level [0.98, 1.02 over trials].",
        Prefers with { Verdict = AuditVerdict.NoDifference, BestNoisy = 0.5, BestGain = Ratio(1.0001, 0.98, 1.02), Compared = 0.5, ComparedIsTraining = false });

    [Fact]
    public void Without_an_interval_none_is_spoken_of() => Assert.Equal(
        "One network is one training seed: nothing is said of networks trained with other seeds.", AuditAnswer.Scope(SyntheticAudit.Of(Prefers with { Verdict = AuditVerdict.NoInterval })));

    [Fact]
    public void One_network_says_nothing_of_other_seeds() => Assert.Equal(
        "One network is one training seed: intervals (95 %) are over its 200 trials, each with its 64 draws, and say nothing of networks trained with other seeds.", AuditAnswer.Scope(SyntheticAudit.Of()));

    private static string Of(NoisePreference preference, OutputKind kind = OutputKind.Values, double? trainingLevel = 0.3, int networks = 1) =>
        AuditAnswer.Of(SyntheticAudit.Of(preference, kind, trainingLevel, networks));

    private static void Says(string words, NoisePreference preference, OutputKind kind = OutputKind.Values, double? trainingLevel = 0.3, int networks = 1) =>
        Assert.StartsWith(words, Of(preference, kind, trainingLevel, networks), StringComparison.Ordinal);
}
