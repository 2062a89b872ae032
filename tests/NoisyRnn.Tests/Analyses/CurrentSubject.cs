using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Tests.Analyses;

/// <summary>A small network of the current form, trained with noise inside on the sine.</summary>
internal static class CurrentSubject
{
    private static readonly Lazy<TrainedNetwork> One = new(static () =>
    {
        var setup = new Setup
        {
            Task = new FunctionApproximation { Steps = 40, LossSteps = 20 },
            Network = new CurrentRnn { Units = 32, Activation = new Relu() },
            Dt = 0.1,
            Noise = [new NoiseSource { Sigma = [4] }],
            Training = new() { Iterations = 2000, Batch = 32 },
            Seed = 1,
        };
        var trainer = new Trainer<float>(setup, threads: 2);
        trainer.Run();
        return new(setup, trainer.State.Kept);
    });

    public static TrainedNetwork Trained => One.Value;
}
