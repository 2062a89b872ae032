using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class PeriodTaskTests
{
    [Fact]
    public void Periods_in_time_become_steps_in_which_channels_are_written()
    {
        var task = new Written([new("fixation", 40), new("stimulus", 60), new("response", 20)]).At(dt: 20);
        Assert.Equal(6, task.StepCount);
        var trial = TaskTrials.Make(task, 0);
        Assert.Equal([1, 1, 1, 1, 1, 0], Column(trial.Inputs, 0));
        var evidence = Column(trial.Inputs, 1);
        Assert.Equal([0, 0], evidence[..2]);
        Assert.Equal(3, evidence[2..5].Distinct().Count());
        Assert.Equal(0, evidence[5]);
        Assert.Equal([0, 0, 0, 0, 0, 7], Column(trial.Targets, 0));
        Assert.Equal([1, 1, 0, 0, 0, 5], Column(trial.Mask, 0));
        Assert.Equal(new double[6], Column(trial.Mask, 1));
    }

    [Theory]
    [InlineData(0.3, 0.1, 3)]
    [InlineData(500, 20, 25)]
    [InlineData(0.7, 0.007, 100)]
    public void A_time_that_a_number_of_steps_makes_up_to_rounding_is_that_many_steps(double time, double dt, int steps) =>
        Assert.Equal(steps, Of(new Period("stimulus", time)).At(dt).StepCount);

    [Fact]
    public void Of_several_times_each_trial_draws_one_and_ends_with_its_last_period()
    {
        var task = new Written([new("fixation", 20), new("stimulus", 20, 40, 0), new("response", 20)]).At(20);
        Assert.Equal(4, task.StepCount);
        var counts = new int[5];
        const int Trials = 3000;
        for (var k = 0ul; k < Trials; k++)
        {
            var trial = TaskTrials.Make(task, k);
            var steps = task.StepsOf(new TrialKey(2, NoiseStream.Task, k));
            counts[steps]++;
            Assert.Equal(7, trial.Targets[steps - 1, 0]);
            for (var t = steps; t < task.StepCount; t++)
                Assert.Equal((0, 0, 0), (trial.Inputs[t, 0], trial.Targets[t, 0], trial.Mask[t, 0]));
        }

        // Binomial with p = 1/3: five standard deviations.
        Assert.All(counts[2..], static n => Assert.Equal(Trials / 3.0, n, 5 * Math.Sqrt(Trials * 2 / 9.0)));
    }

    [Fact]
    public void A_trial_is_a_function_of_its_key_and_its_numbers_do_not_depend_on_its_length()
    {
        var (drawn, always) = (Of(new("fixation", 0, 20), new("stimulus", 20)).At(20), Of(new("fixation", 20), new("stimulus", 20)).At(20));
        for (var k = 0ul; k < 20; k++)
        {
            var trial = TaskTrials.Make(drawn, k);
            Assert.Equal(trial.Inputs, TaskTrials.Make(drawn, k).Inputs);
            var steps = drawn.StepsOf(new TrialKey(2, NoiseStream.Task, k));
            Assert.Equal(TaskTrials.Make(always, k).Inputs[1, 1], trial.Inputs[steps - 1, 1]);
        }

        Assert.NotEqual(TaskTrials.Make(always, 1).Inputs, TaskTrials.Make(always, 2).Inputs);
    }

    [Fact]
    public void Periods_that_make_no_trial_are_refused_by_name()
    {
        Refused("period 'delay' takes 410, not a whole number of steps of dt = 20; allowed is 400 or 420, or a dt that divides all periods", new Period("delay", 400, 410));
        Refused("period 'delay' takes -20; allowed is a time of at least 0", new Period("delay", -20));
        Refused("period 'delay' takes NaN; allowed is a time of at least 0", new Period("delay", double.NaN));
        Refused("period 'delay' has no time; one is needed at least", new Period("delay"));
        Refused("2 periods are called 'delay'; each needs a name of its own", new Period("delay", 20), new Period("delay", 40));
        Refused("all periods take no time", new Period("delay", 0));
        Refused("no periods; one is needed at least");

        static void Refused(string expected, params ImmutableArray<Period> periods) =>
            Assert.StartsWith($"task: {expected}", Assert.Throws<InputException>(() => Of(periods).At(20)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_that_there_is_not_is_refused_with_the_nearest_one()
    {
        var task = new Misspelt().At(20);
        var message = Assert.Throws<ArgumentException>(() => TaskTrials.Make(task, 0)).Message;
        Assert.StartsWith("unknown period 'stimulos'; did you mean 'stimulus'? (allowed: fixation, stimulus)", message, StringComparison.Ordinal);
        Assert.Contains("At(dt)", Assert.Throws<InvalidOperationException>(() => new Misspelt().StepCount).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_no_catalogue_lists_is_written_by_its_keys() =>
        Assert.Equal("{\"gain\":3}", CanonicalJson.Write(new Misspelt { Gain = 3 }));

    private static Written Of(params ImmutableArray<Period> periods) => new(periods);

    private static double[] Column(double[,] array, int column) => [.. Enumerable.Range(0, array.GetLength(0)).Select(t => array[t, column])];

    /// <summary>Fixation, noise as evidence, a response of 7; periods that are left out are not written.</summary>
    private sealed record Written(ImmutableArray<Period> Given) : PeriodTask
    {
        public override ImmutableArray<Period> Periods => Given;

        public override int InputCount => 2;

        public override int OutputCount => 2;

        public override string Summary => "periods";

        protected override void Write(PeriodTrial trial, RandomStream random)
        {
            var names = Given.Select(static period => period.Name).ToArray();
            if (names.Contains("fixation"))
                trial.During("fixation").Input(0, 1).Target(0, 0);
            if (names.Contains("stimulus"))
                trial.During("stimulus").Input(0, 1).Input(1, () => random.NextNormal());
            if (names.Contains("response"))
                trial.During("response").Target(0, 7, weight: 5);
        }
    }

    private sealed record Misspelt : PeriodTask
    {
        public int Gain { get; init; } = 1;

        public override ImmutableArray<Period> Periods => [new("fixation", 20), new("stimulus", 20)];

        public override int InputCount => 1;

        public override int OutputCount => 1;

        public override string Summary => "a slip of the pen";

        protected override void Write(PeriodTrial trial, RandomStream random) => trial.During("fixation", "stimulos").Input(0, Gain);
    }
}
