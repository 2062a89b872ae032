using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Trials and draws share the lanes of blocks; each pair has the bits that it has by itself.</summary>
public sealed class TrialDrawsTests
{
    private const ulong Seed = 5;

    // Its trials differ in length.
    private static readonly CognitiveSuite Task = new();

    private static readonly Rollout<double> Network = Prepare();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(4, 4)]
    [InlineData(5, 7)]
    [InlineData(2, 16)]
    [InlineData(3, 33)]
    public void Every_pair_of_trial_and_draw_has_the_bits_that_it_has_alone(int count, int draws)
    {
        var (trials, seen) = (Trials(count), new HashSet<(int, int)>());
        var together = new TrialDraws(Network, Task, WantedOutputs.All, draws, noiseTrialsPerTrial: 40);
        foreach (var lanes in together.Run(trials))
        {
            for (var k = 0; k < lanes.Count; k++)
            {
                Assert.True(seen.Add((lanes.Trial, lanes.Draw + k)));
                var alone = Alone(trials[lanes.Trial], (ulong)(trials[lanes.Trial].Number * 40) + (ulong)(lanes.Draw + k));
                for (var t = 0; t < trials[lanes.Trial].Steps; t++)
                {
                    Assert.Equal(alone.StateOf(3, t + 1), together.Block.StateOf(lanes.First + k, t + 1));
                    Assert.Equal(alone.OutputsOf(3, t), together.Block.OutputsOf(lanes.First + k, t));
                }
            }
        }

        Assert.Equal(count * draws, seen.Count);
    }

    [Fact]
    public void Outputs_are_made_where_they_are_wanted_in_some_trial()
    {
        var trials = Trials(3);
        int[] All(Func<NumberedTrial, int, bool> wants) =>
            [.. Enumerable.Range(0, trials.Max(static trial => trial.Steps)).Where(t => trials.Any(trial => t < trial.Steps && wants(trial, t)))];
        Assert.True(trials.Select(static trial => trial.Steps).Distinct().Count() > 1);
        Assert.Equal(All(static (trial, t) => trial.Trial.Counts(t)), StepsOf(WantedOutputs.Counted));
        Assert.Equal(All(static (trial, t) => t == trial.Steps - 1), StepsOf(WantedOutputs.Last));
        Assert.Equal(All(static (_, _) => true), StepsOf(WantedOutputs.All));

        int[] StepsOf(WantedOutputs wanted)
        {
            var draws = new TrialDraws(Network, Task, wanted);
            draws.Run(trials);
            Assert.Equal(draws.Steps, Enumerable.Range(0, draws.Block.Steps).Where(t => draws.Block.Wanted[t]));
            return [.. draws.Steps];
        }
    }

    [Fact]
    public void A_response_takes_the_place_of_readouts_where_they_are_wanted()
    {
        var trials = Trials(2);
        var (readouts, outputs) = (new TrialDraws(Network, Task, WantedOutputs.Counted), new TrialDraws(Network, Task, WantedOutputs.Counted));
        foreach (var (raw, answered) in readouts.Run(trials).Zip(outputs.Run(trials, new Identity())))
            Assert.Equal(readouts.Block.OutputsOf(raw.First, readouts.Steps[0]), outputs.Block.OutputsOf(answered.First, outputs.Steps[0]));
        foreach (var (raw, answered) in readouts.Run(trials).Zip(outputs.Run(trials, new Relu())))
        {
            foreach (var t in readouts.Steps)
                Assert.Equal(readouts.Block.OutputsOf(raw.First, t).Select(static z => Math.Max(0, z)), outputs.Block.OutputsOf(answered.First, t));
        }
    }

    [Fact]
    public void A_held_trial_goes_on_with_the_inputs_of_the_step_that_it_is_held_at()
    {
        var trial = Trials(1)[0];
        var (last, hold) = (trial.LastCounted, Task.StepCount);
        var held = trial.HoldingAt(last, hold);
        Assert.Equal((last + 1 + hold, last), (held.Steps, held.HeldFrom));
        var draws = new TrialDraws(Network, Task, WantedOutputs.Last, hold: hold);
        foreach (var lanes in draws.Run([held]))
        {
            Assert.Equal([held.Steps - 1], draws.Steps);
            for (var t = 0; t < held.Steps; t++)
            {
                var inputs = new double[Task.InputCount];
                draws.Block.ReadLane(draws.Block.Inputs, t, Task.InputCount, lanes.First, inputs);
                Assert.Equal(trial.Trial.InputsAt(Math.Min(t, last)).ToArray(), inputs);
            }
        }
    }

    [Fact]
    public void A_trial_knows_its_number_its_length_and_its_last_counted_step()
    {
        foreach (var (k, trial) in Task.Make(Seed, NoiseStream.Test, new(7, 9)).Index())
        {
            var key = new TrialKey(Seed, NoiseStream.Test, (ulong)(7 + k));
            Assert.Equal((7 + k, Task.StepsOf(key), Task.Make(key).LastCounted()!.Value), (trial.Number, trial.Steps, trial.LastCounted));
            Assert.Equal(Task.Make(key).Inputs, trial.Trial.Inputs);
        }

        Assert.Equal(11, new NumberedTrial(0, Task.NewTrial(), 12).LastCounted);
    }

    [Fact]
    public void Trials_made_one_by_one_are_those_made_at_once_in_one_memory()
    {
        var (made, memory) = (0, new HashSet<Trial>());
        foreach (var (trial, other) in Task.OneByOne(Seed, NoiseStream.Task, 6).Zip(Task.Make(Seed, NoiseStream.Task, new(0, 6))))
        {
            Assert.Equal((other.Number, other.Steps), (trial.Number, trial.Steps));
            Assert.Equal(other.Trial.Inputs, trial.Trial.Inputs);
            Assert.Equal(other.Trial.Targets, trial.Trial.Targets);
            Assert.Equal(other.Trial.Mask, trial.Trial.Mask);
            memory.Add(trial.Trial);
            made++;
        }

        Assert.Equal((6, 1), (made, memory.Count));
    }

    private static NumberedTrial[] Trials(int count) => Task.Make(Seed, NoiseStream.Test, new(2, count));

    // In all lanes of a block.
    private static Block<double> Alone(NumberedTrial trial, ulong noiseTrial)
    {
        var block = new Block<double>(Network.Cell, Network.Layout, trial.Steps, Task.InputCount, Task.OutputCount, 16, backward: false);
        trial.Trial.LoadInputs(block, 0, 16);
        block.Trials.AsSpan().Fill(noiseTrial);
        Network.Forward(block);
        return block;
    }

    private static Rollout<double> Prepare()
    {
        var setup = new Setup { Task = Task, Network = new Ctrnn { Units = 8 }, Seed = Seed, Noise = [new() { Sigma = [0.3] }] };
        var rollout = setup.Prepare(setup.Draw<double>(setup.Noise, NoiseStream.Analysis));
        rollout.Refresh(setup.Initialize());
        return rollout;
    }
}
