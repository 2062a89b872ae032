using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Analyses;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>What a trial says of its own steps, and a task of its trials.</summary>
public sealed class TrialTests
{
    [Fact]
    public void A_step_counts_where_any_of_its_outputs_has_a_weight()
    {
        var trial = new Trial(4, 1, 3);
        (trial.Mask[1, 0], trial.Mask[2, 2]) = (0.5, 2);
        Assert.Equal([false, true, true, false], Enumerable.Range(0, 4).Select(trial.Counts));
        Assert.Equal(2, trial.LastCounted());
    }

    [Fact]
    public void Where_nothing_is_asked_no_step_is_the_last_that_counts() => Assert.Null(new Trial(4, 1, 3).LastCounted());

    [Fact]
    public void Rows_are_those_of_one_step_and_inputs_are_held_from_the_step_asked_for()
    {
        var trial = Numbered();
        Assert.Equal([20, 21], trial.InputsAt(2).ToArray());
        Assert.Equal([20, 21], trial.InputsAt(2, heldFrom: 3).ToArray());
        Assert.Equal([20, 21], trial.InputsAt(3, heldFrom: 2).ToArray());
        Assert.Equal([20, 21], trial.InputsAt(99, heldFrom: 2).ToArray());
        Assert.Equal([200, 201, 202], trial.TargetsAt(2).ToArray());
        Assert.Equal([-200, -201, -202], trial.MaskAt(2).ToArray());
    }

    [Theory]
    [InlineData(0, int.MaxValue, new[] { 0, 1, 2 })]
    [InlineData(1, int.MaxValue, new[] { 1, 2, 3 })]
    [InlineData(2, 3, new[] { 2, 3, 3 })]
    [InlineData(0, 0, new[] { 0, 0, 0 })]
    public void A_block_gets_the_inputs_of_its_steps_in_the_lanes_asked_for_and_in_no_other(int firstStep, int heldFrom, int[] steps)
    {
        var network = new Elman { Units = 1 };
        var layout = network.Layout(2, 3);
        var block = new Block<double>(network.Prepare<double>(layout, 1), layout, 3, 2, 3, 16, backward: false) { FirstStep = firstStep };
        Numbered().LoadInputs(block, lane: 5, lanes: 2, heldFrom);
        for (var t = 0; t < 3; t++)
        {
            for (var k = 0; k < 2 * 16; k++)
            {
                var expected = k % 16 is 5 or 6 ? (steps[t] * 10) + (k / 16) : 0;
                Assert.Equal(expected, block.At(block.Inputs, t, 2)[k]);
            }
        }
    }

    [Fact]
    public void A_lane_of_a_block_of_trials_counts_where_its_trial_does()
    {
        var (task, network) = (new UnevenTrials(), new Elman { Units = 1 });
        var layout = network.Layout(task.InputCount, task.OutputCount);
        var block = new TrialBlock<double>(task, network.Prepare<double>(layout, 1), layout, 16, backward: false);
        block.Fill(3, NoiseStream.Test, 0, 10, static _ => 1);
        Assert.True(Enumerable.Range(0, 10).Select(lane => block.LastCounted(lane)).Distinct().Count() > 1);
        for (var lane = 0; lane < 16; lane++)
        {
            var trial = lane < 10 ? task.Make(new TrialKey(3, NoiseStream.Test, (ulong)lane)) : task.NewTrial();
            Assert.Equal(trial.LastCounted(), block.LastCounted(lane));
            Assert.Equal(Enumerable.Range(0, block.Block.Steps).Select(trial.Counts), Enumerable.Range(0, block.Block.Steps).Select(t => block.Counts(t, lane)));
        }
    }

    /// <summary>Nothing is asked beyond the steps a trial has, so that its last counted step is one of them.</summary>
    [Theory]
    [MemberData(nameof(TasksWithoutFiles))]
    public void The_last_step_that_counts_is_among_the_steps_of_the_trial(string name)
    {
        var task = Named(name).At(name == "cognitive-suite" ? 20 : 0.1);
        for (var n = 0UL; n < 20; n++)
        {
            var key = new TrialKey(2, NoiseStream.Test, n);
            Assert.InRange(task.Make(key).LastCounted() ?? 0, 0, task.StepsOf(key) - 1);
        }
    }

    public static TheoryData<string> TasksWithoutFiles() => ["function-approximation", "regulator", "path-integration", "maze", "cognitive-suite"];

    [Fact]
    public void A_trial_made_in_the_memory_of_another_is_as_a_new_one()
    {
        var task = new UnevenTrials();
        var trial = task.NewTrial();
        for (var n = 0UL; n < 6; n++)
        {
            var key = new TrialKey(3, NoiseStream.Test, n);
            task.Refill(trial, key);
            Assert.Equal(task.Make(key).Inputs, trial.Inputs);
            Assert.Equal(task.Make(key).Targets, trial.Targets);
            Assert.Equal(task.Make(key).Mask, trial.Mask);
        }
    }

    [Theory]
    [InlineData(5, NoiseStream.Test, 3)]
    [InlineData(2, NoiseStream.Test, 2)]
    [InlineData(int.MaxValue, NoiseStream.Test, 3)]
    [InlineData(int.MaxValue, NoiseStream.Task, int.MaxValue)]
    public void No_more_trials_are_taken_than_a_part_has(int wanted, NoiseStream part, int taken) =>
        Assert.Equal(taken, new ThreeTests().TrialsAtMost(wanted, part));

    private static TrialTask Named(string name) =>
        (TrialTask)Activator.CreateInstance(Catalogue.Leaves(typeof(TrialTask)).Single(leaf => leaf.Name == name).Type)!;

    private static Trial Numbered()
    {
        var trial = new Trial(4, 2, 3);
        for (var t = 0; t < 4; t++)
        {
            for (var i = 0; i < 2; i++)
                trial.Inputs[t, i] = (10 * t) + i;
            for (var o = 0; o < 3; o++)
                (trial.Targets[t, o], trial.Mask[t, o]) = ((100 * t) + o, -(100 * t) - o);
        }

        return trial;
    }

    /// <summary>Three test trials, and training trials without end.</summary>
    private sealed record ThreeTests : TrialTask
    {
        public override int InputCount => 1;

        public override int OutputCount => 1;

        public override int StepCount => 1;

        public override string Summary => "three test trials";

        public override int? TrialCount(NoiseStream part) => part == NoiseStream.Test ? 3 : null;

        public override void Fill(TrialKey key, Trial trial) => trial.Mask[0, 0] = 1;
    }
}
