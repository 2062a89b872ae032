using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;
using NoisyRnn.Tests.Dynamics;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>The feed-forward network: kernels, gradients and bits are covered with all networks; here what is its own.</summary>
public class FeedForwardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Layers_follow_one_another_with_noise_inside_and_outside_of_each(int layers)
    {
        var network = new FeedForward { Units = 2, Layers = layers, Activation = new NoisyRnn.Networks.Tanh() };
        var parameters = network.Initialize(1, 1, 1, 7);
        double[] inside = [.. Enumerable.Range(1, 2 * layers).Select(static k => 0.1 * k)];
        double[] outside = [.. Enumerable.Range(1, 2 * layers).Select(static k => -0.05 * k)];
        double[] before = [0.8];
        for (var layer = 1; layer <= layers; layer++)
        {
            var weights = parameters[parameters.Layout[layer == 1 ? "W_in" : $"W_{layer}"]];
            var bias = parameters[parameters.Layout[$"b_{layer}"]];
            var after = new double[2];
            for (var i = 0; i < 2; i++)
            {
                var a = bias[i] + inside[(2 * (layer - 1)) + i];
                for (var j = 0; j < before.Length; j++)
                    a += weights[(i * before.Length) + j] * before[j];
                after[i] = Math.Tanh(a) + outside[(2 * (layer - 1)) + i];
            }

            before = after;
        }

        var mapped = new NoisyRnn.Numerics.Real[2];
        network.Map<NoisyRnn.Numerics.Real>(
            parameters.Layout, Reals(parameters.Values), 1, Reals([9.0, 9.0]), Reals([0.8]), Reals(inside), Reals(outside), mapped);
        // Two sums of three terms, and two implementations of tanh.
        Assert.Equal(before[0], mapped[0].Value, 1e-14);
        Assert.Equal(before[1], mapped[1].Value, 1e-14);
    }

    [Fact]
    public void A_step_remembers_nothing_of_the_steps_before()
    {
        var network = new FeedForward { Units = 4, Layers = 2 };
        var parameters = network.Initialize(2, 3, 1, 3);
        var rollout = new Rollout<double>(network, parameters.Layout, 1, network.Draw<double>([], 3, NoiseStream.Dynamics, 2, 3, 1));
        rollout.Refresh(parameters);
        var block = new Block<double>(rollout.Cell, parameters.Layout, 2, 2, 3, 16, backward: false);
        block.Inputs.AsSpan().Fill(0.5);
        rollout.Forward(block);
        Assert.Equal(block.At(block.Outputs, 0, 3).ToArray(), block.At(block.Outputs, 1, 3).ToArray());
    }

    private static NoisyRnn.Numerics.Real[] Reals(double[] values) => [.. values.Select(static v => NoisyRnn.Numerics.Real.Constant(v))];
}
