using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Dynamics;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

public class MeanSquaredErrorTests
{
    private static readonly Wiggle Task = new();

    private static readonly Ctrnn Network = new() { Units = 5, Activation = new NoisyRnn.Networks.Tanh() };

    [Theory]
    [InlineData(Readout.Identity, ErrorMean.Weights)]
    [InlineData(Readout.Identity, ErrorMean.Elements)]
    [InlineData(Readout.Sigmoid, ErrorMean.Weights)]
    [InlineData(Readout.Sigmoid, ErrorMean.Elements)]
    public void The_loss_is_its_definition_and_its_gradient_agrees_with_differences(Readout readout, ErrorMean mean)
    {
        var loss = new MeanSquaredError { Readout = readout, MeanOver = mean };
        var parameters = Network.Initialize(Task.InputCount, Task.OutputCount, 0.3, 3);
        var rollout = new Rollout<double>(Network, parameters.Layout, 0.3, Network.Draw<double>([], 3, NoiseStream.Dynamics, Task.InputCount, Task.OutputCount, 0.3));
        var pass = new BatchPass<double>(rollout, Task, loss, 5, 1);
        rollout.Refresh(parameters);
        var gradient = new double[parameters.Layout.Length];
        Assert.Equal(Definition(rollout, readout, mean), pass.Run(3, NoiseStream.Task, 0, gradient), 1e-13);
        for (var k = 0; k < gradient.Length; k++)
        {
            // As in the conformance tests of the networks: 1e-10 of the difference's error, 1e-11 of rounding.
            const double H = 1e-5;
            var slice = parameters.Layout.Slices.Single(s => k >= s.Offset && k < s.Offset + s.Length);
            if (slice.Trainable)
                Assert.Equal((At(k, H) - At(k, -H)) / (2 * H), gradient[k], 1e-8);
        }

        double At(int k, double step)
        {
            var moved = parameters.Copy();
            moved.Values[k] += step;
            rollout.Refresh(moved);
            return pass.Run(3, NoiseStream.Task, 0, []);
        }
    }

    [Fact]
    public void Gradients_beyond_the_clip_value_are_set_to_it()
    {
        // One step of plain gradient descent of rate 1 moves each parameter by its clipped gradient.
        var spec = new TrainingSpec { Iterations = 1, Batch = 5, Optimizer = new Sgd { Rate = 1, Momentum = 0 }, ClipNorm = null };
        var free = Moves(spec);
        const double Most = 0.01;
        var clipped = Moves(spec with { ClipValue = Most });
        Assert.Contains(free, static move => Math.Abs(move) > Most);
        Assert.Contains(free, static move => Math.Abs(move) is > 0 and < Most);
        // The state holds parameters of order 1 in double.
        Assert.All(free.Zip(clipped), static pair => Assert.Equal(Math.Clamp(pair.First, -Most, Most), pair.Second, 1e-14));

        static double[] Moves(TrainingSpec spec)
        {
            var trainer = new Trainer<double>(new Setup { Task = Task, Network = Network, Dt = 0.3, Training = spec, Seed = 3 }, threads: 1);
            var before = trainer.State.Parameters.Copy();
            trainer.Iterate();
            return [.. trainer.State.Parameters.Values.Zip(before.Values, static (after, start) => after - start)];
        }
    }

    private static double Definition(Rollout<double> rollout, Readout readout, ErrorMean mean)
    {
        var block = new TrialBlock<double>(Task, rollout.Cell, rollout.Layout, 16, backward: false);
        block.Fill(3, NoiseStream.Task, 0, 5, new MeanSquaredError().Weight);
        rollout.Forward(block.Block);
        double sum = 0, weights = 0;
        for (var k = 0; k < block.Masks.Length; k++)
        {
            if (block.Masks[k] == 0)
                continue;
            var z = block.Block.Outputs[k];
            var y = readout == Readout.Sigmoid ? 1 / (1 + Math.Exp(-z)) : z;
            sum += block.Masks[k] * (y - block.Targets[k]) * (y - block.Targets[k]);
            weights += block.Masks[k];
        }

        return sum / (mean == ErrorMean.Weights ? weights : Task.StepCount * Task.OutputCount * 5);
    }
}
