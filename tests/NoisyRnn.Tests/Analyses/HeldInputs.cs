using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Three inputs, held for the trial and different from trial to trial; two targets, asked for in the last half.</summary>
internal sealed record HeldInputs(int Steps) : TrialTask
{
    public override int InputCount => 3;

    public override int OutputCount => 2;

    public override int StepCount => Steps;

    public override string Summary => "inputs held";

    public override void Fill(TrialKey key, Trial trial)
    {
        var random = key.Random();
        double[] inputs = [random.NextUniform(-1, 1), random.NextUniform(-1, 1), random.NextUniform(-1, 1)];
        Trial.Hold(trial.Inputs, 0, inputs);
        Trial.Hold(trial.Targets, 0, [inputs[0] * inputs[1], inputs[2]]);
        Trial.Hold(trial.Mask, Steps / 2, [1, 1]);
    }
}
