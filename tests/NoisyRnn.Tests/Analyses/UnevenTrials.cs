using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>
/// Trials of 10 steps (of even number) and 40 (of odd), with an input held while the trial lasts: .1 in the short ones, .2 in the long.
/// Both outputs count at the last step: the first with weight 1 in short trials and 3 in long ones, the second never.
/// Targets: 0 in short trials, 1 in long ones.
/// </summary>
internal sealed record UnevenTrials : TrialTask
{
    public override int InputCount => 1;

    public override int OutputCount => 2;

    public override int StepCount => 40;

    public override string Summary => "trials of 10 and of 40 steps";

    public override int StepsOf(TrialKey key) => IsLong(key) ? 40 : 10;

    public override void Fill(TrialKey key, Trial trial)
    {
        var last = StepsOf(key) - 1;
        for (var t = 0; t <= last; t++)
            trial.Inputs[t, 0] = IsLong(key) ? .2 : .1;
        (trial.Targets[last, 0], trial.Mask[last, 0]) = IsLong(key) ? (1, 3) : (0, 1);
    }

    private static bool IsLong(TrialKey key) => key.Number % 2 == 1;
}
