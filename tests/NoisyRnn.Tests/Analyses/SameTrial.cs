using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>One trial, whatever its number: a random input and two random targets (or classes), of which the last steps count, all but the last but one.</summary>
internal sealed record SameTrial(int Steps, bool Classes = false, int Inputs = 1) : TrialTask
{
    public override int InputCount => Inputs;

    public override int OutputCount => 2;

    public override int StepCount => Steps;

    public override string Summary => "one trial";

    public override void Fill(TrialKey key, Trial trial)
    {
        var random = new TrialKey(11, NoiseStream.Test, 0).Random();
        for (var t = 0; t < Steps; t++)
        {
            for (var i = 0; i < Inputs; i++)
                trial.Inputs[t, i] = random.NextUniform(-1, 1);
            for (var o = 0; o < OutputCount; o++)
            {
                trial.Targets[t, o] = Classes ? (o == t % 2 ? 1 : 0) : random.NextUniform(-1, 1);
                trial.Mask[t, o] = t < Steps - 3 || t == Steps - 2 ? 0 : 0.5 + t + (Classes ? 0 : o);
            }
        }
    }
}
