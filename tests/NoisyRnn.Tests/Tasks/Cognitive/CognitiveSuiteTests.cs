using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;
using static NoisyRnn.Tests.Tasks.CognitiveStatistics;
using static NoisyRnn.Tests.Tasks.CognitiveTrials;

namespace NoisyRnn.Tests.Tasks;

/// <summary>The suite as a whole: names, weights, batches, keys.</summary>
public sealed class CognitiveSuiteTests
{
    [Fact]
    public void All_20_tasks_have_their_rule_in_the_order_of_the_definition()
    {
        Assert.Equal(Names, new CognitiveSuite().Tasks);
        Assert.Equal(Enumerable.Range(0, 20), Names.Select(static name => CognitiveTask.Find(name)!.Rule));
        Assert.Equal((85, 33), (new CognitiveSuite().InputCount, new CognitiveSuite().OutputCount));
        Assert.Equal((85, 33), (new CognitiveSuite { Tasks = ["dmcnogo"] }.InputCount, new CognitiveSuite { Tasks = ["dmcnogo"] }.OutputCount));
    }

    [Theory]
    [InlineData("go rtgo dlygo anti rtanti dlyanti dm1 dm2 ctxdm1 ctxdm2 multidm dlydm1 dlydm2 ctxdlydm1 ctxdlydm2 multidlydm dms dnms dmc dnmc")]
    public void Names_of_neurogym_are_understood(string aliases) =>
        Assert.Equal(Names, aliases.Split(' ').Select(static alias => CognitiveTask.Find(alias)!.Name));

    [Theory]
    [InlineData("tasks: [fdgo, contextdm3]", "task.tasks: unknown task 'contextdm3'; did you mean 'contextdm1'? (allowed: fdgo, reactgo,")]
    [InlineData("tasks: dlygoo", "unknown task 'dlygoo'; did you mean 'dlygo'?")]
    [InlineData("tasks: [fdgo, dm1, fdgo]", "'fdgo' stands twice; allowed is each task once")]
    [InlineData("tasks: [fdgo, go]", "'go' stands twice (it is fdgo); allowed is each task once")]
    [InlineData("tasks: []", "the list is empty; allowed are one or more of fdgo,")]
    [InlineData("{tasks: [dm1, dm2], weights: {dm3: 2}}", "task.weights: unknown task 'dm3'; did you mean 'dm1'? (allowed: dm1, dm2)")]
    [InlineData("{tasks: [dm1, dm2], weights: {fdgo: 2}}", "task.weights: unknown task 'fdgo'")]
    [InlineData("{tasks: [dm1, dm2], weights: {dm1: -1}}", "task.weights: dm1: '-1' is not allowed; a number from 0 to 1000000")]
    [InlineData("{tasks: [dm1, dm2], weights: {dm1: often}}", "task.weights: dm1: 'often' is not allowed; a number from 0")]
    [InlineData("{tasks: [dm1, dm2], weights: [1, 2, 3]}", "task.weights: a list of 3; allowed is one weight for each of the 2 tasks")]
    [InlineData("{tasks: [dm1, dm2], weights: [0, 0]}", "task.weights: all are 0; allowed is one or more above 0")]
    [InlineData("{tasks: [dms], weights: {dms: 1, dmsgo: 1}}", "'dmsgo' stands twice (it is dmsgo)")]
    [InlineData("weights: 3", "task.weights: '3' is not allowed; a map of weights by task, or a list")]
    [InlineData("batch: 0", "task.batch: 0 is not allowed; a whole number from 1 to 1000000")]
    public void What_is_not_allowed_is_said_by_name(string yaml, string told) =>
        Assert.Contains(told, Refusal.Of(() => Bind(yaml)), StringComparison.Ordinal);

    [Fact]
    public void A_single_word_is_a_suite_of_one_task_and_aliases_are_the_tasks()
    {
        Assert.Equal(["dmsgo"], Names.Where(name => Bind("tasks: dms").Draw(Key(0)).Task.Name == name));
        Assert.Equal(["contextdm1", "fdgo"], Enumerable.Range(0, 2).Select(static n => Bind("tasks: [ctxdm1, go]").Draw(Key((ulong)n)).Task.Name));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(0.1)]
    [InlineData(200)]
    [InlineData(0.02)]
    public void A_time_step_that_does_not_divide_the_periods_is_refused(double dt) =>
        Assert.Contains($"dt: {dt} ms does not divide 100 ms, the unit of the periods of cognitive-suite (100, 200, ... ms), into 1 to 100 steps; allowed are 1, 2, 2.5, 4, 5, 10, 20, 25, 50, 100", Refusal.Of(() => new CognitiveSuite().At(dt)), StringComparison.Ordinal);

    [Fact]
    public void A_training_batch_shares_task_times_and_where_the_definition_says_so_modality()
    {
        var suite = new CognitiveSuite { Batch = 8, Tasks = ["fdgo", "dmsgo", "dm1"] };
        for (var batch = 0; batch < 40; batch++)
        {
            CognitiveTrial[] trials = [.. Enumerable.Range(8 * batch, 8).Select(n => suite.Draw(Key((ulong)n, NoiseStream.Task)))];
            Assert.Single(trials.Select(static t => (t.Task, t.Steps, t.ResponseOn, t.FixationOff)).Distinct());
            Assert.Single(trials.Select(static t => string.Join(' ', t.Stimuli.Select(static s => (s.On, s.Off)))).Distinct());
            Assert.Equal(8, trials.Select(static t => t.Stimuli[0].Location).Distinct().Count());
            if (trials[0].Task.Name == "fdgo")
                Assert.Single(trials.Select(static t => t.Stimuli[0].Modality).Distinct());
        }
    }

    [Fact]
    public void Tasks_come_as_often_as_their_weights_say_in_training()
    {
        Shares(new CognitiveSuite(), static name => name is "contextdm1" or "contextdm2" ? 5.0 / 28 : 1.0 / 28);
        Shares(new CognitiveSuite { Tasks = ["fdgo", "ctxdm2"] }, static name => name == "fdgo" ? 1.0 / 6 : 5.0 / 6);
        Shares(Bind("{tasks: [fdgo, dm1, ctxdm1], weights: {go: 0, dm1: 3}}"), static name => name switch { "fdgo" => 0, "dm1" => 3.0 / 8, _ => 5.0 / 8 });
        Shares(Bind("{tasks: [fdgo, dm1], weights: [1, 3]}"), static name => name == "fdgo" ? 0.25 : 0.75);

        static void Shares(CognitiveSuite suite, Func<string, double> share)
        {
            const int Batches = 10_000;
            var counts = Enumerable.Range(0, Batches).CountBy(n => suite.Draw(Key((ulong)(n * suite.Batch), NoiseStream.Task)).Task.Name).ToDictionary();
            foreach (var name in suite.Tasks.Select(static name => CognitiveTask.Find(name)!.Name))
            {
                var p = share(name);
                Assert.Equal(p * Batches, counts.GetValueOrDefault(name), 5 * Math.Sqrt(Batches * p * (1 - p)));
            }
        }
    }

    [Theory]
    [InlineData(NoiseStream.Validation)]
    [InlineData(NoiseStream.Test)]
    public void Outside_training_the_tasks_take_turns_and_trials_share_nothing(NoiseStream part)
    {
        var suite = new CognitiveSuite();
        CognitiveTrial[] trials = [.. Enumerable.Range(0, 2000).Select(n => suite.Draw(Key((ulong)n, part)))];
        Assert.All(trials.Index(), static t => Assert.Equal(Names[t.Index % 20], t.Item.Task.Name));
        Evenly(trials.Where(static t => t.Task.Name == "delaygo").Select(static t => Ms(t.Stimuli[0].On)), [300, 500, 700]);
    }

    [Fact]
    public void A_trial_is_a_function_of_its_key_alone()
    {
        var suite = new CognitiveSuite();
        var forward = Enumerable.Range(0, 50).Select(n => TaskTrials.Make(suite, (ulong)n)).ToList();
        var again = new CognitiveSuite();
        Parallel.For(0, 50, k =>
        {
            var n = 49 - k;
            var trial = TaskTrials.Make(again, (ulong)n);
            Assert.Equal(forward[n].Inputs, trial.Inputs);
            Assert.Equal(forward[n].Targets, trial.Targets);
            Assert.Equal(forward[n].Mask, trial.Mask);
        });
        Assert.NotEqual(forward[0].Inputs, forward[1].Inputs);
        Assert.NotEqual(forward[0].Inputs, TaskTrials.Make(suite, 0, seed: 5).Inputs);
    }

    [Fact]
    public void A_copy_with_other_tasks_forgets_the_tasks_of_its_original()
    {
        var suite = new CognitiveSuite();
        Assert.Equal("fdgo", suite.Draw(Key(0)).Task.Name);
        Assert.Equal("dm2", (suite with { Tasks = ["dm2"] }).Draw(Key(0)).Task.Name);
    }

    private static TrialKey Key(ulong n, NoiseStream part = NoiseStream.Test) => new(3, part, n);

    private static CognitiveSuite Bind(string yaml) => Binder.Bind<CognitiveSuite>(YamlTree.Parse(yaml, "suite.yaml"), "task");
}
