using NoisyRnn.Tasks;
using Xunit;
using static NoisyRnn.Tests.Tasks.CognitiveStatistics;
using static NoisyRnn.Tests.Tasks.CognitiveTrials;

namespace NoisyRnn.Tests.Tasks;

/// <summary>What the trials show and ask for, over 10,000 trials.</summary>
public sealed class CognitiveConditionTests
{
    // Rounding of a few operations on numbers below 10.
    private const double Rounding = 1e-14;

    [Theory]
    [InlineData("fdgo", 0)]
    [InlineData("reactgo", 0)]
    [InlineData("delaygo", 0)]
    [InlineData("fdanti", Math.PI)]
    [InlineData("reactanti", Math.PI)]
    [InlineData("delayanti", Math.PI)]
    public void A_response_goes_to_the_stimulus_or_opposite_to_it(string name, double turned)
    {
        var trials = Draw(name);
        Uniform(trials.Select(static t => t.Stimuli[0].Location), 0, 2 * Math.PI);
        Evenly(trials.Select(static t => t.Stimuli[0].Modality), [1, 2]);
        Assert.All(trials, t =>
        {
            Assert.Equal(1, t.Stimuli[0].Strength);
            Assert.InRange(t.Target!.Value, 0, 2 * Math.PI);
            Assert.Equal(turned, CognitiveRing.Distance(t.Stimuli[0].Location, t.Target.Value), Rounding);
        });
    }

    [Theory]
    [InlineData("dm1", 1, false)]
    [InlineData("dm2", 2, false)]
    [InlineData("delaydm1", 1, true)]
    [InlineData("delaydm2", 2, true)]
    public void A_decision_in_one_modality_goes_to_its_stronger_stimulus(string name, int modality, bool delayed)
    {
        var trials = Draw(name);
        Apart(trials);
        Assert.All(trials, t => Assert.Equal([modality, modality], t.Stimuli.Select(static s => s.Modality)));
        MeanAndCoherence(trials, modality, delayed);
        GoesToTheStronger(trials, t => (Of(t, modality, 0).Strength, Of(t, modality, 1).Strength));
    }

    [Theory]
    [InlineData("contextdm1", 1, false)]
    [InlineData("contextdm2", 2, false)]
    [InlineData("contextdelaydm1", 1, true)]
    [InlineData("contextdelaydm2", 2, true)]
    public void A_context_decides_which_of_two_independent_modalities_counts(string name, int attended, bool delayed)
    {
        var trials = Draw(name);
        Apart(trials);
        MeanAndCoherence(trials, 1, delayed);
        MeanAndCoherence(trials, 2, delayed);
        var signed = Coherences(delayed).SelectMany(static c => new[] { c, -c }).ToArray();
        Evenly(trials.Select(static t => (Coherence(t, 1), Coherence(t, 2))), from a in signed from b in signed select (a, b));
        // Means are independent: n r^2 has the chi-square distribution with 1 degree, beyond 25 with probability 6e-7.
        Assert.True(trials.Length * Math.Pow(Correlation(trials.Select(static t => (Mean(t, 1), Mean(t, 2)))), 2) < 25);
        GoesToTheStronger(trials, t => (Of(t, attended, 0).Strength, Of(t, attended, 1).Strength));
    }

    [Theory]
    [InlineData("multidm", false)]
    [InlineData("multidelaydm", true)]
    public void Two_modalities_decide_by_their_sum(string name, bool delayed)
    {
        var trials = Draw(name);
        Apart(trials);
        double[] Strength(CognitiveTrial t) => [.. new[] { 0, 1 }.Select(k => (Of(t, 1, k).Strength + Of(t, 2, k).Strength) / 2)];
        Uniform(trials.Select(t => Strength(t).Average()), 0.8 - Rounding, 1.2 + Rounding);
        Evenly(trials.Select(t => Math.Round((Strength(t)[0] - Strength(t)[1]) / 2, 10)), Coherences(delayed).SelectMany(static c => new[] { c, -c }));
        foreach (var k in new[] { 0, 1 })
        {
            var differences = trials.Select(t => (Of(t, 1, k).Strength - Of(t, 2, k).Strength) / Strength(t)[k]).ToList();
            Uniform(differences.Select(Math.Abs), 0.2 - Rounding, 0.8 + Rounding);
            Half(differences.Select(static d => d > 0));
        }

        GoesToTheStronger(trials, t => (Strength(t)[0], Strength(t)[1]));
    }

    [Theory]
    [InlineData("dmsgo", true)]
    [InlineData("dmsnogo", false)]
    public void Matching_to_sample_responds_to_a_match_or_to_a_non_match(string name, bool goOnMatch)
    {
        var trials = Draw(name);
        Uniform(trials.Select(static t => t.Stimuli[0].Location), 0, 2 * Math.PI);
        Evenly(trials.Select(static t => (t.Stimuli[0].Modality, t.Stimuli[1].Modality)), [(1, 1), (1, 2), (2, 1), (2, 2)]);
        Half(trials.Select(static t => t.Stimuli[0].Location == t.Stimuli[1].Location));
        var apart = trials.Where(static t => t.Stimuli[0].Location != t.Stimuli[1].Location).Select(static t => CognitiveRing.Distance(t.Stimuli[0].Location, t.Stimuli[1].Location));
        // U(pi/9, 17 pi/9) around the circle is U(pi/9, pi) the shorter way.
        Uniform(apart, (Math.PI / 9) - Rounding, Math.PI);
        Assert.All(trials, t => Assert.Equal(t.Stimuli[0].Location == t.Stimuli[1].Location == goOnMatch ? t.Stimuli[1].Location : null, t.Target));
    }

    [Theory]
    [InlineData("dmcgo", true)]
    [InlineData("dmcnogo", false)]
    public void Matching_to_category_compares_halves_of_the_circle(string name, bool goOnMatch)
    {
        var trials = Draw(name);
        int[] tenths = [1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
        int[] Tenths(CognitiveTrial t) => [.. t.Stimuli.Select(static s => (int)Math.Round(s.Location / Math.PI * 10))];
        Assert.All(trials, t => Assert.All(t.Stimuli, s => Assert.Equal(Math.Round(s.Location / Math.PI * 10) * Math.PI / 10, s.Location, Rounding)));
        Evenly(trials.Select(t => (Tenths(t)[0], Tenths(t)[1])), from a in tenths from b in tenths select (a, b));
        Evenly(trials.Select(static t => (t.Stimuli[0].Modality, t.Stimuli[1].Modality)), [(1, 1), (1, 2), (2, 1), (2, 2)]);
        Half(trials.Select(static t => t.Target is null));
        Assert.All(trials, t => Assert.Equal(Tenths(t)[0] < 10 == Tenths(t)[1] < 10 == goOnMatch ? t.Stimuli[1].Location : null, t.Target));
    }

    // The same two directions in all modalities, U(.5 pi, 1.5 pi) apart.
    private static void Apart(CognitiveTrial[] trials)
    {
        Uniform(trials.Select(static t => t.Stimuli[0].Location), 0, 2 * Math.PI);
        Uniform(trials.Select(static t => t.Stimuli[^1].Location), 0, 2 * Math.PI);
        Uniform(trials.Select(static t => (t.Stimuli[^1].Location - t.Stimuli[0].Location + (2 * Math.PI)) % (2 * Math.PI)), (0.5 * Math.PI) - Rounding, (1.5 * Math.PI) + Rounding);
        Assert.All(trials, static t =>
        {
            Assert.Equal(2, t.Stimuli.Select(static s => s.Location).Distinct().Count());
            Assert.All(t.Stimuli, s => Assert.Contains(s.Location, new[] { t.Evidence!.First, t.Evidence.Second }));
        });
    }

    private static void MeanAndCoherence(CognitiveTrial[] trials, int modality, bool delayed)
    {
        Uniform(trials.Select(t => Mean(t, modality)), 0.8 - Rounding, 1.2 + Rounding);
        Evenly(trials.Select(t => Coherence(t, modality)), Coherences(delayed).SelectMany(static c => new[] { c, -c }));
    }

    private static void GoesToTheStronger(CognitiveTrial[] trials, Func<CognitiveTrial, (double First, double Second)> strengths) => Assert.All(trials, t =>
    {
        var (first, second) = strengths(t);
        Assert.Equal(first > second ? t.Stimuli[0].Location : t.Stimuli[^1].Location, t.Target);
        Assert.Equal((first - second) / 2, t.Evidence!.Coherence, Rounding);
    });

    private static double[] Coherences(bool delayed) => delayed ? [0.08, 0.16, 0.32] : [0.01, 0.02, 0.04, 0.08];

    private static double Mean(CognitiveTrial t, int modality) => (Of(t, modality, 0).Strength + Of(t, modality, 1).Strength) / 2;

    // Rounded to what is written in the definition.
    private static double Coherence(CognitiveTrial t, int modality) => Math.Round((Of(t, modality, 0).Strength - Of(t, modality, 1).Strength) / 2, 10);

    private static CognitiveStimulus Of(CognitiveTrial t, int modality, int which) => t.Stimuli.Where(s => s.Modality == modality).ElementAt(which);

    private static double Correlation(IEnumerable<(double A, double B)> pairs)
    {
        var all = pairs.ToList();
        var (a, b) = (all.Average(static p => p.A), all.Average(static p => p.B));
        return all.Sum(p => (p.A - a) * (p.B - b)) / Math.Sqrt(all.Sum(p => (p.A - a) * (p.A - a)) * all.Sum(p => (p.B - b) * (p.B - b)));
    }
}
