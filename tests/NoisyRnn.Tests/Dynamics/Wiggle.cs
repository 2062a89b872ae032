using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>Two random inputs, three targets, a mask with zeros and weights that are not 1, over 6 steps.</summary>
internal sealed record Wiggle : TrialTask
{
    public bool Classes { get; init; }

    public override int InputCount => 2;

    public override int OutputCount => 3;

    public override int StepCount => 6;

    public override string Summary => "random inputs and targets";

    /// <summary>The inputs of a training trial.</summary>
    public double[,] InputsOf(ulong seed, ulong trial)
    {
        var made = new Trial(StepCount, InputCount, OutputCount);
        Fill(new TrialKey(seed, NoiseStream.Task, trial), made);
        return made.Inputs;
    }

    public override void Fill(TrialKey key, Trial trial)
    {
        var random = key.Random();
        for (var t = 0; t < StepCount; t++)
        {
            for (var i = 0; i < InputCount; i++)
                trial.Inputs[t, i] = random.NextUniform(-1, 1);
            var chosen = random.NextInt(OutputCount);
            for (var o = 0; o < OutputCount; o++)
            {
                trial.Targets[t, o] = Classes ? (o == chosen ? 1 : 0) : random.NextUniform(-1, 1);
                trial.Mask[t, o] = t == 2 ? 0 : 0.5 + (t * 0.25) + (Classes ? 0 : o);
            }
        }
    }
}
