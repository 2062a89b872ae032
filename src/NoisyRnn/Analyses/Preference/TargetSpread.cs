using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The targets of test trials: how many count, and how much they vary.</summary>
/// <param name="Count">Trials times steps times outputs whose mask is not 0.</param>
/// <param name="Variance">Weighted variance of the targets about the mean of each output, squared units of the target.</param>
internal sealed record TargetSpread(int Count, double Variance)
{
    /// <summary>One pass over trials 0 .. trials - 1.</summary>
    public static TargetSpread Of(TrialTask task, ulong seed, int trials)
    {
        var count = 0;
        var (sums, squares, weights) = (new double[task.OutputCount], new double[task.OutputCount], new double[task.OutputCount]);
        var (least, most) = (new double[task.OutputCount], new double[task.OutputCount]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(most, double.NegativeInfinity);
        foreach (var (_, trial, _, _) in task.OneByOne(seed, NoiseStream.Test, trials))
        {
            for (var t = 0; t < trial.Steps; t++)
            {
                for (var o = 0; o < weights.Length; o++)
                {
                    var m = trial.Mask[t, o];
                    count += m != 0 ? 1 : 0;
                    weights[o] += m;
                    sums[o] += m * trial.Targets[t, o];
                    squares[o] += m * trial.Targets[t, o] * trial.Targets[t, o];
                    if (m != 0)
                        (least[o], most[o]) = (Math.Min(least[o], trial.Targets[t, o]), Math.Max(most[o], trial.Targets[t, o]));
                }
            }
        }

        // The difference of two sums leaves their rounding, which is no spread.
        if (least.Zip(most).All(static range => range.First >= range.Second))
            return new TargetSpread(count, 0);
        double total = 0, weight = 0;
        for (var o = 0; o < weights.Length; o++)
        {
            total += weights[o] > 0 ? squares[o] - (sums[o] * sums[o] / weights[o]) : 0;
            weight += weights[o];
        }

        return new TargetSpread(count, total / weight);
    }
}
