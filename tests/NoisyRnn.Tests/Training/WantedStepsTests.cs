using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>Steps whose outputs nobody asks for in this batch count nothing, whatever the batch before it asked for.</summary>
public sealed class WantedStepsTests
{
    [Theory]
    [InlineData("mse")]
    [InlineData("cross-entropy")]
    public void A_batch_has_the_same_gradient_after_another_batch_as_by_itself(string kind)
    {
        var (task, network) = (new Moving(), new Ctrnn { Units = 4, Activation = new Tanh() });
        var loss = Binder.Bind<Loss>(YamlTree.ParseValue(kind, "test"));
        var parameters = network.Initialize(task.InputCount, task.OutputCount, 0.1, 1);
        var rollout = new Rollout<double>(network, parameters.Layout, 0.1, network.Draw<double>([], 1, NoiseStream.Dynamics, 1, 2, 0.1));
        rollout.Refresh(parameters);
        var (alone, after) = (new double[parameters.Layout.Length], new double[parameters.Layout.Length]);
        new BatchPass<double>(rollout, task, loss, 1, 1).Run(1, NoiseStream.Task, 1, alone);
        var pass = new BatchPass<double>(rollout, task, loss, 1, 1);
        pass.Run(1, NoiseStream.Task, 0, after);
        pass.Run(1, NoiseStream.Task, 1, after);
        Assert.Equal(alone, after);
    }

    // Even trials are asked at step 3, odd ones at steps 1 and 5: between those lies what the trial before was asked.
    private sealed record Moving : TrialTask
    {
        public override int InputCount => 1;

        public override int OutputCount => 2;

        public override int StepCount => 6;

        public override string Summary => "one step or two";

        public override void Fill(TrialKey key, Trial trial)
        {
            foreach (var t in key.Number % 2 == 0 ? new[] { 3 } : [1, 5])
            {
                (trial.Inputs[t, 0], trial.Targets[t, 0]) = (1, 1);
                (trial.Mask[t, 0], trial.Mask[t, 1]) = (1, 1);
            }
        }
    }
}
