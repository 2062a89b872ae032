using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Three inputs, held: which is the largest? A set of a given number of trials, or as many as one likes.</summary>
internal sealed record HeldClasses(int Steps, int? Count = null) : TrialTask
{
    public override int InputCount => 3;

    public override int OutputCount => 3;

    public override int StepCount => Steps;

    public override string Summary => "the largest of three";

    public override int? TrialCount(NoiseStream part) => Count;

    public override void Fill(TrialKey key, Trial trial)
    {
        var random = key.Random();
        double[] inputs = [random.NextUniform(-1, 1), random.NextUniform(-1, 1), random.NextUniform(-1, 1)];
        Trial.Hold(trial.Inputs, 0, inputs);
        Trial.Hold(trial.Targets, 0, [.. inputs.Select(x => x == inputs.Max() ? 1.0 : 0)]);
        Trial.Hold(trial.Mask, Steps - 2, [1, 1, 1]);
    }
}
