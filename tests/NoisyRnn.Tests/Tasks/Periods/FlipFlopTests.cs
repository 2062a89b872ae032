using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class FlipFlopTests
{
    [Fact]
    public void Each_output_is_to_hold_the_sign_of_the_last_pulse_of_its_input()
    {
        var task = new FlipFlop { Steps = 500 }.At(0.5);
        Assert.Equal((500, 3, 3), (task.StepCount, task.InputCount, task.OutputCount));
        var trial = TaskTrials.Make(task, 1);
        var pulses = 0;
        for (var bit = 0; bit < 3; bit++)
        {
            var held = 0.0;
            for (var t = 0; t < 500; t++)
            {
                held = trial.Inputs[t, bit] != 0 ? trial.Inputs[t, bit] : held;
                pulses += trial.Inputs[t, bit] != 0 ? 1 : 0;
                Assert.Equal((held, 1), (trial.Targets[t, bit], trial.Mask[t, bit]));
                Assert.Equal(1, Math.Abs(held));
            }
        }

        Assert.Equal(3 + (0.1 * 1497), pulses, 5 * Math.Sqrt(0.1 * 0.9 * 1497));
        Assert.NotEqual(trial.Inputs, TaskTrials.Make(task, 2).Inputs);
    }

    /// <summary>tanh units with a recurrent weight of 3 each have two stable states; pulses of 20 move them.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(0, 0)]
    public void Bistable_units_hold_every_bit_and_units_without_memory_none(double weight, double expected)
    {
        var task = new FlipFlop { Bits = 2, Steps = 100 }.At(1);
        var network = new Ctrnn { Units = 2, Activation = new NoisyRnn.Networks.Tanh() };
        var parameters = network.Initialize(2, 2, 1, 1);
        Array.Clear(parameters.Values);
        var layout = parameters.Layout;
        foreach (var (name, value) in new[] { ("W_rec", weight), ("W_in", 20), ("W_out", 1) })
            (parameters[layout[name]][0], parameters[layout[name]][3]) = (value, value);
        var trained = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 1 }, parameters);
        var behaviour = task.Behave(trained.Prepare<double>(network, trained.Noise), 1, 40, 1, CancellationToken.None);
        Assert.Equal(["bits right", "trials right"], behaviour.Metrics.Select(static metric => metric.Name));
        Assert.Equal(expected, behaviour.Metrics[1].Value);
        // The step of a pulse has its sign either way.
        Assert.Equal(1, behaviour.Curves[0].Y[0]);
        Assert.Equal(expected, behaviour.Curves[0].Y[5]);
    }
}
