using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>Whether recorded outputs are probabilities: where anything is asked, from 0 on and of sum 1 over the classes.</summary>
internal static class ProbabilityRows
{
    // Sums of probabilities that were rounded to 16 bits, or left a softmax in bfloat16.
    private const double Tolerance = 1e-2;

    /// <summary>The first row that is none, in words; null where all are. Rows that are not finite are another matter.</summary>
    public static string? FirstFault(NpyArray outputs, RecordedAxes axes, double[] mask)
    {
        var (trials, steps, classes) = (axes[RecordedAxis.Trials], axes[RecordedAxis.Steps], axes[RecordedAxis.Outputs]);
        var stride = axes.Stride(RecordedAxis.Outputs);
        for (var trial = 0; trial < trials; trial++)
        {
            for (var step = 0; step < steps; step++)
            {
                for (var level = 0; mask[((trial * steps) + step) * classes] != 0 && level < axes[RecordedAxis.Levels]; level++)
                {
                    for (var draw = 0; draw < axes[RecordedAxis.Draws] * axes[RecordedAxis.Seeds]; draw++)
                    {
                        var (seed, ofSeed) = Math.DivRem(draw, axes[RecordedAxis.Draws]);
                        var first = (seed * axes.Stride(RecordedAxis.Seeds)) + (level * axes.Stride(RecordedAxis.Levels)) + (ofSeed * axes.Stride(RecordedAxis.Draws))
                            + (trial * axes.Stride(RecordedAxis.Trials)) + (step * axes.Stride(RecordedAxis.Steps));
                        if (Fault(outputs, first, stride, classes) is { } fault)
                            return $"level {level + 1}, draw {ofSeed + 1}, trial {trial + 1}, step {step + 1} {fault}";
                    }
                }
            }
        }

        return null;
    }

    private static string? Fault(NpyArray outputs, int first, int stride, int classes)
    {
        var (sum, least) = (0.0, 0.0);
        for (var k = 0; k < classes; k++)
        {
            var p = outputs[first + (k * stride)];
            (sum, least) = (sum + p, Math.Min(least, p));
        }

        return !double.IsFinite(sum) || (least >= -1e-6 && Math.Abs(sum - 1) <= Tolerance) ? null
            : least < -1e-6 ? $"hold {least:G3}" : $"sum to {sum:G4}";
    }
}
