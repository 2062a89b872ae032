using NoisyRnn.Formats;
using NoisyRnn.Numerics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>Gradient and Hessian of a loss by the readouts of one step of one trial, unnormalised.</summary>
internal static class RegularizerLoss
{
    /// <summary>Why a loss has none here; null where it has.</summary>
    public static string? Refusal(Loss loss) => loss is MeanSquaredError or CrossEntropy
        ? null
        : $"the explicit regulariser is not for the loss {Catalogue.KindOf(loss.GetType())}; allowed are mse and cross-entropy";

    /// <summary>Evaluates them.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="readout">z. [O]</param>
    /// <param name="target">y. [O]</param>
    /// <param name="mask">The mask. [O]</param>
    /// <param name="gradient">Receives dl/dz. [O]</param>
    /// <param name="hessian">Receives d^2 l/dz^2. [O, O]</param>
    public static void Evaluate(Loss loss, ReadOnlySpan<double> readout, ReadOnlySpan<double> target, ReadOnlySpan<double> mask, Span<double> gradient, Span<double> hessian)
    {
        hessian.Clear();
        if (loss is MeanSquaredError error)
            OfError(error.Readout, readout, target, mask, gradient, hessian);
        else
            OfCrossEntropy(readout, target, mask[0], gradient, hessian);
    }

    // m (r(z) - y)^2: 2 m (r - y) r' and 2 m (r'^2 + (r - y) r''), of each output.
    private static void OfError(Readout response, ReadOnlySpan<double> readout, ReadOnlySpan<double> target, ReadOnlySpan<double> mask, Span<double> gradient, Span<double> hessian)
    {
        for (var o = 0; o < readout.Length; o++)
        {
            var (y, slope, bend) = (readout[o], 1.0, 0.0);
            if (response == Readout.Sigmoid)
            {
                y = 1 / (1 + Elementary.Exp(-readout[o]));
                slope = y * (1 - y);
                bend = slope * (1 - (2 * y));
            }

            gradient[o] = 2 * mask[o] * (y - target[o]) * slope;
            hessian[o * (readout.Length + 1)] = 2 * mask[o] * ((slope * slope) + ((y - target[o]) * bend));
        }
    }

    // m sum y (ln sum exp z - z): m (sum y p - y) and m sum y (diag p - p p^T).
    private static void OfCrossEntropy(ReadOnlySpan<double> readout, ReadOnlySpan<double> target, double mask, Span<double> gradient, Span<double> hessian)
    {
        double largest = double.NegativeInfinity, sum = 0, total = 0;
        foreach (var z in readout)
            largest = Math.Max(largest, z);
        for (var o = 0; o < readout.Length; o++)
        {
            gradient[o] = Elementary.Exp(readout[o] - largest);
            sum += gradient[o];
            total += target[o];
        }

        for (var o = 0; o < readout.Length; o++)
            gradient[o] /= sum;
        for (var o = 0; o < readout.Length; o++)
        {
            for (var k = 0; k < readout.Length; k++)
                hessian[(o * readout.Length) + k] = mask * total * gradient[o] * ((o == k ? 1 : 0) - gradient[k]);
        }

        for (var o = 0; o < readout.Length; o++)
            gradient[o] = mask * ((total * gradient[o]) - target[o]);
    }
}
