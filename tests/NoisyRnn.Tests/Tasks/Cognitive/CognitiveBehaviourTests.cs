using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;
using static NoisyRnn.Tests.Tasks.CognitiveTrials;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Who does the suite right, and what choices are made.</summary>
public sealed class CognitiveBehaviourTests
{
    private static readonly CognitiveSuite Suite = new() { InputNoise = 0 };

    [Fact]
    public void The_targets_themselves_are_right_in_every_trial() =>
        Assert.All(Behaviour(Enumerable.Range(0, 2000).Select(TargetOutputs)).Metrics, static m => Assert.Equal(1, m.Value));

    [Fact]
    public void Fixating_is_right_just_where_no_response_is_asked_for()
    {
        double[] fixating = [0.8, .. Enumerable.Repeat(0.05, 32)];
        var metrics = Behaviour(Enumerable.Repeat(fixating, 2000)).Metrics;
        foreach (var name in Names)
        {
            double[] expected = [.. Trials(2000).Where(t => t.Task.Name == name).Select(static t => t.Target is null ? 1.0 : 0)];
            Assert.Equal(expected.Average(), metrics.Single(m => m.Name == name).Value, 1e-12);
            // 100 trials a task, a match in half of them: within five binomial standard deviations.
            Assert.Equal(name.StartsWith("dm", StringComparison.Ordinal) && name.EndsWith("go", StringComparison.Ordinal) ? 0.5 : 0, expected.Average(), 5 * 0.05);
        }

        Assert.Equal(0, metrics.Single(static m => m.Name == "perf_min").Value);
        Assert.Equal(metrics.Skip(2).Average(static m => m.Value), metrics[0].Value, 1e-12);
    }

    [Theory]
    [InlineData(0.05, 0.19, true)]
    [InlineData(0.05, -0.19, true)]
    [InlineData(0.05, 0.21, false)]
    [InlineData(0.05, -0.21, false)]
    [InlineData(0.05, 1, false)]
    [InlineData(0.5, 0, true)]
    [InlineData(0.51, 0, false)]
    public void A_response_is_right_within_a_fifth_of_pi_if_not_fixating(double fixation, double turnedInPi, bool right)
    {
        var suite = new CognitiveSuite { Tasks = ["delaygo"], InputNoise = 0 };
        for (var n = 0ul; n < 50; n++)
        {
            var key = new TrialKey(3, NoiseStream.Test, n);
            var outputs = Pointing(CognitiveRing.Wrap(suite.Draw(key).Target!.Value + (turnedInPi * Math.PI)), fixation);
            Assert.Equal(right, suite.IsRight(key, outputs));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0.05)]
    [InlineData(0.0)]
    public void Outputs_that_point_nowhere_are_neither_right_nor_a_choice(double level)
    {
        var answer = CognitiveAnswer.Of([.. Enumerable.Repeat(level, 33)]);
        Assert.All(Enumerable.Range(0, 32), k => Assert.False(answer.IsRight(CognitiveRing.Preferred(k))));
        Assert.False(answer.IsRight(null));
        Assert.Null(answer.IsFirst(1, 4));
    }

    [Fact]
    public void The_psychometric_curve_of_the_targets_is_a_step_and_that_of_one_who_always_takes_the_first_is_flat()
    {
        var steps = Curves(Behaviour(Enumerable.Range(0, 2000).Select(TargetOutputs)), "psychometric curves");
        var flat = Curves(Behaviour(Trials(2000).Select(static t => Pointing(t.Evidence?.First ?? 0, 0.05))), "psychometric curves");
        string[] decisions = [.. Names.Where(static name => name.Contains("dm", StringComparison.Ordinal) && !name.EndsWith("go", StringComparison.Ordinal))];
        Assert.Equal(decisions, steps.Select(static c => c.Name));
        foreach (var (step, level) in steps.Zip(flat))
        {
            double[] sizes = step.Name.Contains("delay", StringComparison.Ordinal) ? [0.08, 0.16, 0.32] : [0.01, 0.02, 0.04, 0.08];
            Assert.Equal([.. sizes.Reverse().Select(static c => -c), .. sizes], step.X);
            Assert.Equal(step.X.Select(static c => c > 0 ? 1.0 : 0), step.Y);
            Assert.All(level.Y, static y => Assert.Equal(1, y));
        }
    }

    [Fact]
    public void Fixating_trials_are_counted_beside_the_choices()
    {
        // Stimulus 1 is taken where it is the stronger; else fixation is kept.
        var behaviour = Behaviour(Trials(2000).Select(static t => Pointing(t.Evidence?.First ?? 0, t.Evidence?.Coherence > 0 ? 0.05 : 0.9)));
        Assert.All(Curves(behaviour, "psychometric curves"), static c => Assert.Equal(c.X.Select(static x => x > 0 ? 1 : double.NaN), c.Y));
        Assert.All(Curves(behaviour, "trials without a choice"), static c => Assert.Equal(c.X.Select(static x => x > 0 ? 0.0 : 1), c.Y));
    }

    [Fact]
    public void A_network_without_memory_does_what_can_be_done_without()
    {
        // h follows the input one step behind; the ring outputs sum the two rings and only fdgo has the response in view with no fixation input.
        var suite = new CognitiveSuite { Tasks = ["fdgo", "reactgo", "fdanti", "delaygo", "dm1", "dmsgo"], InputNoise = 0 };
        var behaviour = suite.Behave(Memoryless([]), 3, 300, 1, TestContext.Current.CancellationToken);
        double Value(string name) => behaviour.Metrics.Single(m => m.Name == name).Value;
        Assert.Equal((1, 1, 0), (Value("fdgo"), Value("reactgo"), Value("fdanti")));
        Assert.Equal((0, 0, 0), (Value("delaygo"), Value("dm1"), Value("perf_min")));
        Assert.Equal(Drawn(suite, 300).Where(static t => t.Task.Name == "dmsgo").Average(static t => t.Target is null ? 0.0 : 1), Value("dmsgo"), 1e-12);
        Assert.All(Curves(behaviour, "trials without a choice").Single().Y, static y => Assert.Equal(1, y));
    }

    [Fact]
    public void Behaviour_has_the_same_bits_on_any_number_of_threads_and_a_trial_does_not_mind_how_many_there_are()
    {
        NoiseSource[] noise = [new() { Sigma = [0.3] }];
        var suite = new CognitiveSuite();
        var one = suite.Behave(Memoryless(noise), 3, 73, 1, TestContext.Current.CancellationToken);
        var three = suite.Behave(Memoryless(noise), 3, 73, 3, TestContext.Current.CancellationToken);
        Assert.Equal(one.Metrics, three.Metrics);
        Assert.Equal(one.Curves.Select(static c => string.Join(' ', c.Y)), three.Curves.Select(static c => string.Join(' ', c.Y)));
        var policy = Memoryless(noise);
        var many = new CognitivePolicy(suite, policy, 3).Answer(73, 2, TestContext.Current.CancellationToken);
        var few = new CognitivePolicy(suite, policy, 3).Answer(21, 1, TestContext.Current.CancellationToken);
        Assert.Equal(many[..21], few);
        Assert.True(few.Distinct().Count() > 15);
    }

    [Fact]
    public void Tasks_without_a_trial_have_no_performance()
    {
        var behaviour = new CognitiveSuite().Behave(Memoryless([]), 3, 3, 1, TestContext.Current.CancellationToken);
        Assert.Equal(3, behaviour.Metrics.Skip(2).Count(static m => !double.IsNaN(m.Value)));
        Assert.False(double.IsNaN(behaviour.Metrics[0].Value));
    }

    private static Rollout<double> Memoryless(NoiseSource[] noise)
    {
        // g = 1: h[t+1] = W_in u[t].
        var network = new Ctrnn { Units = 85, Activation = new Identity(), Tau = [Dt] };
        var parameters = new Parameters(network.Layout(85, 33));
        for (var i = 0; i < 85; i++)
            parameters["W_in"][(i * 85) + i] = 1;
        var readout = parameters["W_out"];
        for (var k = 0; k < 32; k++)
            readout[((1 + k) * 85) + 1 + k] = readout[((1 + k) * 85) + 33 + k] = 10;
        // Fixates where told to and no response is due at once.
        readout[0] = 20;
        foreach (var name in new[] { "reactgo", "reactanti", "dmsgo" })
            readout[65 + Names.IndexOf(name)] = -20;
        parameters["b_out"].Fill(-5);
        var rollout = new Rollout<double>(network, parameters.Layout, Dt, network.Draw<double>([.. noise], 7, NoiseStream.Analysis, 85, 33, Dt));
        rollout.Refresh(parameters);
        return rollout;
    }

    private static double[] TargetOutputs(int n)
    {
        var trial = TaskTrials.Make(Suite, (ulong)n, NoiseStream.Test, seed: 3);
        var last = Suite.StepsOf(new TrialKey(3, NoiseStream.Test, (ulong)n)) - 1;
        return [.. Enumerable.Range(0, 33).Select(o => trial.Targets[last, o])];
    }

    private static double[] Pointing(double direction, double fixation)
    {
        var outputs = new double[33];
        CognitiveRing.Bump(direction, 1, outputs.AsSpan(1));
        outputs[0] = fixation;
        return outputs;
    }

    private static CognitiveTrial[] Drawn(CognitiveSuite suite, int count) =>
        [.. Enumerable.Range(0, count).Select(n => suite.Draw(new TrialKey(3, NoiseStream.Test, (ulong)n)))];

    private static CognitiveTrial[] Trials(int count) => Drawn(Suite, count);

    private static Behaviour Behaviour(IEnumerable<double[]> outputs)
    {
        CognitiveAnswer[] answers = [.. outputs.Select(static y => CognitiveAnswer.Of(y))];
        return new CognitiveScore(Trials(answers.Length), answers).Of([.. Names.Select(static name => CognitiveTask.Find(name)!)]);
    }

    private static BehaviourCurve[] Curves(Behaviour behaviour, string title) => [.. behaviour.Curves.Where(c => c.Title == title)];
}
