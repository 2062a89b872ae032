namespace NoisyRnn.Training;

/// <summary>
/// m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= rate m' / (sqrt(v') + eps), m' = m/(1-b1^k), v' = v/(1-b2^k).
/// </summary>
internal static class AdamStep
{
    public static void Apply(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration,
        double beta1, double beta2, double epsilon)
    {
        var first = moments[..parameters.Length];
        var second = moments.Slice(parameters.Length, parameters.Length);
        var correction1 = 1 - Power(beta1, iteration);
        var correction2 = 1 - Power(beta2, iteration);
        for (var k = 0; k < parameters.Length; k++)
        {
            first[k] = (beta1 * first[k]) + ((1 - beta1) * gradient[k]);
            second[k] = (beta2 * second[k]) + ((1 - beta2) * gradient[k] * gradient[k]);
            parameters[k] -= rate * (first[k] / correction1) / (Math.Sqrt(second[k] / correction2) + epsilon);
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
