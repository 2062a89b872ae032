using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.Intrinsics;

namespace NoisyRnn.Training;

/// <summary>
/// The step that Adam and AdamW share: m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= rate m' / (sqrt(v') + eps),
/// m' = m/(1-b1^k), v' = v/(1-b2^k).
/// </summary>
public abstract record AdaptiveMoments : Optimizer
{
    /// <summary>Decay of the first moment.</summary>
    [Description("decay of the first moment")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    [Description("decay of the second moment")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    [Description("added to the root of the second moment")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public sealed override int Moments => 2;

    /// <inheritdoc/>
    public override void Step(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration)
    {
        var first = moments[..parameters.Length];
        var second = moments.Slice(parameters.Length, parameters.Length);
        var correction1 = 1 - Power(Beta1, iteration);
        var correction2 = 1 - Power(Beta2, iteration);
        var k = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // Each operation rounds as the scalar one does, so the bits are the same.
            var (a1, a2, b1, b2) = (Vector256.Create(Beta1), Vector256.Create(Beta2), Vector256.Create(1 - Beta1), Vector256.Create(1 - Beta2));
            var (c1, c2, r, e) = (Vector256.Create(correction1), Vector256.Create(correction2), Vector256.Create(rate), Vector256.Create(Epsilon));
            for (; k + 4 <= parameters.Length; k += 4)
            {
                var g = Vector256.Create<double>(gradient.Slice(k, 4));
                var m = (a1 * Vector256.Create<double>(first.Slice(k, 4))) + (b1 * g);
                var v = (a2 * Vector256.Create<double>(second.Slice(k, 4))) + (b2 * g * g);
                m.CopyTo(first.Slice(k, 4));
                v.CopyTo(second.Slice(k, 4));
                var step = r * (m / c1) / (Vector256.Sqrt(v / c2) + e);
                (Vector256.Create<double>(parameters.Slice(k, 4)) - step).CopyTo(parameters.Slice(k, 4));
            }
        }

        for (; k < parameters.Length; k++)
        {
            first[k] = (Beta1 * first[k]) + ((1 - Beta1) * gradient[k]);
            second[k] = (Beta2 * second[k]) + ((1 - Beta2) * gradient[k] * gradient[k]);
            parameters[k] -= rate * (first[k] / correction1) / (Math.Sqrt(second[k] / correction2) + Epsilon);
        }
    }

    // By squaring: Math.Pow's last bit depends on the platform.
    private static double Power(double x, int n)
    {
        var result = 1.0;
        for (; n > 0; n >>= 1, x *= x)
        {
            if ((n & 1) == 1)
                result *= x;
        }

        return result;
    }
}
