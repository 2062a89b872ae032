using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

public class RolloutTests
{
    private const int Steps = 7;

    [Fact]
    public void Inputs_written_before_each_step_give_the_bits_of_inputs_written_at_once()
    {
        var (rollout, open) = Prepare();
        rollout.Forward(open);
        var (_, closed) = Prepare();
        var inputs = (double[])closed.Inputs.Clone();
        closed.Inputs.AsSpan().Fill(double.NaN);
        var called = new List<int>();
        rollout.Forward(closed, t =>
        {
            called.Add(t);
            inputs.AsSpan(t * 2 * 16, 2 * 16).CopyTo(closed.At(closed.Inputs, t, 2));
        });
        Assert.Equal(Enumerable.Range(0, Steps), called);
        Assert.Equal(open.States, closed.States);
        Assert.Equal(open.Outputs, closed.Outputs);
    }

    [Fact]
    public void Before_a_step_the_outputs_of_the_step_before_are_there()
    {
        var (rollout, open) = Prepare();
        rollout.Forward(open);
        var (_, closed) = Prepare();
        rollout.Forward(closed, t =>
        {
            if (t > 0)
                Assert.Equal(open.At(open.Outputs, t - 1, 3).ToArray(), closed.At(closed.Outputs, t - 1, 3).ToArray());
            Assert.All(closed.At(closed.Outputs, t, 3).ToArray(), static z => Assert.Equal(0, z));
        });
    }

    [Fact]
    public void A_run_whose_steps_are_lowered_ends_after_the_step_at_hand()
    {
        var (rollout, whole) = Prepare();
        rollout.Forward(whole);
        var (_, cut) = Prepare();
        var last = -1;
        rollout.Forward(cut, t =>
        {
            last = t;
            if (t == 3)
                cut.Steps = 4;
        });
        Assert.Equal(3, last);
        Assert.Equal(whole.Outputs[..(4 * 3 * 16)], cut.Outputs[..(4 * 3 * 16)]);
        Assert.All(cut.Outputs[(4 * 3 * 16)..], static z => Assert.Equal(0, z));
    }

    private static (Rollout<double> Rollout, Block<double> Block) Prepare()
    {
        var network = new Ctrnn { Units = 9 };
        var parameters = network.Initialize(2, 3, 0.2, 5);
        NoiseSource[] noise = [new() { Placement = Placement.Inside, Sigma = [0.4] }, new() { Placement = Placement.Input, Sigma = [0.1] }];
        var rollout = new Rollout<double>(network, parameters.Layout, 0.2, network.Draw<double>([.. noise], 5, NoiseStream.Dynamics, 2, 3, 0.2));
        rollout.Refresh(parameters);
        var block = new Block<double>(rollout.Cell, parameters.Layout, Steps, 2, 3, 16, backward: false);
        var random = new RandomStream(NoiseKey.OfItem(5, NoiseStream.Task, 0), 0);
        foreach (ref var u in block.Inputs.AsSpan())
            u = random.NextNormal();
        for (var lane = 0; lane < 16; lane++)
            block.Trials[lane] = (ulong)lane;
        return (rollout, block);
    }
}
