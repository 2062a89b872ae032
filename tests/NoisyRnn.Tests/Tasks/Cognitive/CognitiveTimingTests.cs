using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;
using static NoisyRnn.Tests.Tasks.CognitiveStatistics;
using static NoisyRnn.Tests.Tasks.CognitiveTrials;

namespace NoisyRnn.Tests.Tasks;

/// <summary>The periods of the tasks, in ms, over 10,000 trials: all that are allowed, no others, evenly.</summary>
public sealed class CognitiveTimingTests
{
    [Theory]
    [InlineData("fdgo")]
    [InlineData("fdanti")]
    public void Go_the_stimulus_stays_and_the_fixation_input_goes_off(string name)
    {
        var trials = Draw(name);
        Evenly(trials.Select(static t => Ms(t.Stimuli[0].On)), U(300, 700));
        Evenly(trials.Select(static t => Ms(t.FixationOff - t.Stimuli[0].On)), U(500, 1500));
        Assert.All(trials, static t => Assert.Equal((t.Steps, t.FixationOff, 500.0), (t.Stimuli.Single().Off, t.ResponseOn, Ms(t.Steps - t.ResponseOn))));
    }

    [Theory]
    [InlineData("reactgo")]
    [InlineData("reactanti")]
    public void React_the_stimulus_is_the_signal_and_the_fixation_input_stays(string name)
    {
        var trials = Draw(name);
        Evenly(trials.Select(static t => Ms(t.ResponseOn)), U(500, 2500));
        Assert.All(trials, static t => Assert.Equal((t.ResponseOn, t.Steps, t.Steps, 500.0), (t.Stimuli.Single().On, t.Stimuli[0].Off, t.FixationOff, Ms(t.Steps - t.ResponseOn))));
    }

    [Theory]
    [InlineData("delaygo")]
    [InlineData("delayanti")]
    public void Delayed_go_the_stimulus_is_gone_before_the_fixation_input_goes_off(string name)
    {
        var trials = Draw(name);
        Evenly(
            trials.Select(static t => (Ms(t.Stimuli[0].On), Ms(t.Stimuli[0].Off - t.Stimuli[0].On), Ms(t.ResponseOn - t.Stimuli[0].Off))),
            from onset in Of(300, 500, 700) from shown in Of(200, 400, 600) from delay in Of(200, 400, 800, 1600) select (onset, shown, delay));
        Assert.All(trials, static t => Assert.Equal((1, t.FixationOff, 500.0), (t.Stimuli.Length, t.ResponseOn, Ms(t.Steps - t.ResponseOn))));
    }

    [Theory]
    [InlineData("dm1")]
    [InlineData("dm2")]
    [InlineData("contextdm1")]
    [InlineData("contextdm2")]
    [InlineData("multidm")]
    public void Decisions_show_both_stimuli_together_and_the_fixation_input_goes_off_with_them(string name)
    {
        var trials = Draw(name);
        Evenly(
            trials.Select(static t => (Ms(t.Stimuli[0].On), Ms(t.Stimuli[0].Off - t.Stimuli[0].On))),
            from onset in U(100, 400) from shown in Of(400, 800, 1600) select (onset, shown));
        Assert.All(trials, static t =>
        {
            Assert.All(t.Stimuli, s => Assert.Equal((t.Stimuli[0].On, t.FixationOff), (s.On, s.Off)));
            Assert.Equal((t.FixationOff, 500.0), (t.ResponseOn, Ms(t.Steps - t.ResponseOn)));
        });
    }

    [Theory]
    [InlineData("delaydm1")]
    [InlineData("delaydm2")]
    [InlineData("contextdelaydm1")]
    [InlineData("contextdelaydm2")]
    [InlineData("multidelaydm")]
    public void Delayed_decisions_show_them_one_after_the_other(string name)
    {
        var trials = Draw(name);
        Evenly(
            trials.Select(static t => (Ms(t.Stimuli[0].On), Ms(t.Stimuli[0].Off - t.Stimuli[0].On), Ms(t.Stimuli[^1].On - t.Stimuli[0].Off), Ms(t.Stimuli[^1].Off - t.Stimuli[^1].On))),
            from onset in Of(200, 400, 600) from first in Of(200, 400, 600) from gap in Of(200, 400, 800, 1600) from second in Of(200, 400, 600) select (onset, first, gap, second));
        Evenly(trials.Select(static t => Ms(t.FixationOff - t.Stimuli[^1].Off)), U(100, 300));
        Assert.All(trials, static t =>
        {
            var half = t.Stimuli.Length / 2;
            Assert.All(t.Stimuli[..half], s => Assert.Equal((t.Stimuli[0].On, t.Stimuli[0].Off), (s.On, s.Off)));
            Assert.All(t.Stimuli[half..], s => Assert.Equal((t.Stimuli[^1].On, t.Stimuli[^1].Off), (s.On, s.Off)));
            Assert.Equal((t.FixationOff, 500.0), (t.ResponseOn, Ms(t.Steps - t.ResponseOn)));
        });
    }

    [Theory]
    [InlineData("dmsgo", new[] { 500.0 })]
    [InlineData("dmsnogo", new[] { 500.0 })]
    [InlineData("dmcgo", new[] { 200.0, 400, 600 })]
    [InlineData("dmcnogo", new[] { 200.0, 400, 600 })]
    public void Matching_responds_from_the_onset_of_stimulus_2_which_stays_as_the_fixation_input_does(string name, double[] responses)
    {
        var trials = Draw(name);
        Evenly(
            trials.Select(static t => (Ms(t.Stimuli[0].On), Ms(t.Stimuli[0].Off - t.Stimuli[0].On), Ms(t.Stimuli[1].On - t.Stimuli[0].Off), Ms(t.Steps - t.ResponseOn))),
            from onset in Of(200, 400, 600) from shown in Of(200, 400, 600) from gap in Of(200, 400, 800, 1600) from response in responses select (onset, shown, gap, response));
        Assert.All(trials, static t => Assert.Equal((2, t.ResponseOn, t.Steps, t.Steps), (t.Stimuli.Length, t.Stimuli[1].On, t.Stimuli[1].Off, t.FixationOff)));
    }

    // ms: the sum of all periods at their longest; a uniform one ends a step before its bound.
    [Theory]
    [InlineData("fdgo", 700 + 1500 + 500 - (2 * Dt))]
    [InlineData("reactanti", 2500 + 500 - Dt)]
    [InlineData("delaygo", 700 + 600 + 1600 + 500)]
    [InlineData("dm1", 400 + 1600 + 500 - Dt)]
    [InlineData("multidelaydm", 600 + 600 + 1600 + 600 + 300 + 500 - Dt)]
    [InlineData("dmsnogo", 600 + 600 + 1600 + 500)]
    [InlineData("dmcgo", 600 + 600 + 1600 + 600)]
    public void The_longest_trial_has_all_periods_at_their_longest(string name, double ms)
    {
        Assert.Equal(ms, Ms(CognitiveTrials.Of(name).StepCount));
        Assert.Equal(ms, Ms(Draw(name).Max(static t => t.Steps)));
    }

    [Fact]
    public void The_longest_trial_of_a_suite_is_that_of_its_longest_task()
    {
        Assert.Equal(Names.Max(static name => CognitiveTrials.Of(name).StepCount), new CognitiveSuite().StepCount);
        Assert.Equal(CognitiveTrials.Of("delaygo").StepCount, new CognitiveSuite { Tasks = ["dm1", "delaygo", "reactgo"] }.StepCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100.0 / 3)]
    [InlineData(50)]
    [InlineData(100)]
    public void Periods_keep_their_length_at_other_time_steps(double dt)
    {
        var suite = (CognitiveSuite)CognitiveTrials.Of("dmcgo").At(dt);
        // 0.1 ms: far below a step, far above rounding.
        Assert.Equal(600 + 600 + 1600 + 600, suite.StepCount * dt, 0.1);
        for (var n = 0ul; n < 100; n++)
        {
            var (at20, trial) = (CognitiveTrials.Of("dmcgo").Draw(Key(n)), suite.Draw(Key(n)));
            Assert.Equal(Ms(at20.Steps), trial.Steps * dt, 0.1);
            Assert.Equal(at20.Stimuli.Select(static s => Ms(s.On)), trial.Stimuli.Select(s => Math.Round(s.On * dt)));
            Assert.Equal(at20.Target, trial.Target);
        }
    }

    private static TrialKey Key(ulong n) => new(3, NoiseStream.Test, n);

    private static double[] Of(params double[] ms) => ms;
}
