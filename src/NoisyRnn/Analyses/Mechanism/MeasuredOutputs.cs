using NoisyRnn.Dynamics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>Mean readouts and outputs of some trials under noise, over draws, at every counted step.</summary>
/// <param name="Readout">E z. [T][O][lane]</param>
/// <param name="Output">E y, y = r(z). [T][O][lane]</param>
/// <param name="Variance">Unbiased variance of y over draws. [T][O][lane]</param>
/// <param name="Draws">R.</param>
internal sealed record MeasuredOutputs(double[] Readout, double[] Output, double[] Variance, int Draws)
{
    /// <summary>Draw r of test trial p is noise trial p R + r, as in the sweep.</summary>
    /// <param name="rollout">The network under its noise.</param>
    /// <param name="subject">The network.</param>
    /// <param name="trials">Which test trials.</param>
    /// <param name="draws">R.</param>
    /// <param name="cancellation">Stops between trials.</param>
    public static MeasuredOutputs Of(Rollout<double> rollout, TrainedNetwork subject, TrialRange trials, int draws, CancellationToken cancellation)
    {
        var outputs = subject.Task.OutputCount;
        var size = subject.Task.StepCount * outputs * SilentPath.Width;
        var measured = new MeasuredOutputs(new double[size], new double[size], new double[size], draws);
        var batch = new SweepBatch(rollout, subject.Task, response: null, 1, draws, draws);
        var values = new double[DenseProduct.Padded(draws)];
        for (var lane = 0; lane < trials.Count; lane++)
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Run(subject.Seed, new(trials.First + lane, 1));
            foreach (var t in batch.Steps)
            {
                for (var o = 0; o < outputs; o++)
                {
                    var k = (((t * outputs) + o) * SilentPath.Width) + lane;
                    batch.Outputs(0, t, o).CopyTo(values);
                    measured.Readout[k] = Mean(values.AsSpan(0, draws));
                    subject.Loss.Respond<double>(values);
                    measured.Output[k] = Mean(values.AsSpan(0, draws));
                    measured.Variance[k] = VarianceAbout(measured.Output[k], values.AsSpan(0, draws));
                }
            }
        }

        return measured;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    private static double VarianceAbout(double mean, ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return sum / (values.Length - 1);
    }
}
