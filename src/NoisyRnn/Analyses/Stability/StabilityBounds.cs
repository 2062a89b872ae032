using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Bounds of the top exponent of dh = f dt + sigma dB from the norms of its drift and its noise (spec 2, section 4):
/// phi + lambda_min(A^sym) - L s_max(W) &lt;= Lambda &lt;= psi + lambda_max(A^sym) + L s_max(W).
/// </summary>
/// <param name="Lower">The lower one, per unit of time.</param>
/// <param name="Upper">The upper one, per unit of time.</param>
/// <param name="DriftLower">The lower one without phi.</param>
/// <param name="DriftUpper">The upper one without psi.</param>
/// <param name="DriftNorm">||A||_2 + L s_max(W): no linearised drift is larger.</param>
internal readonly record struct StabilityBounds(double Lower, double Upper, double DriftLower, double DriftUpper, double DriftNorm)
{
    /// <summary>The bounds of a system.</summary>
    /// <param name="system">A, W and f.</param>
    /// <param name="noise">psi and phi.</param>
    /// <param name="slope">L, or the largest |f'| along a path; null for L.</param>
    public static StabilityBounds Of(StabilitySystem system, StabilityNoise noise, double? slope = null)
    {
        var recurrent = (slope ?? system.LargestSlope) * system.RecurrentNorm;
        var (lower, upper) = (system.SmallestSymmetric - recurrent, system.LargestSymmetric + recurrent);
        return new(noise.Phi + lower, noise.Psi + upper, lower, upper, system.LinearNorm + recurrent);
    }

    /// <summary>
    /// What Euler's steps J = I + dt K may add to the exponent: |J v|^2 = 1 + 2 dt v.Kv + dt^2 |K v|^2, so
    /// ln|J v| / dt is at most v.Kv + (dt/2) ||K||^2.
    /// </summary>
    public double Slack(double dt) => dt / 2 * DriftNorm * DriftNorm;

    /// <summary>The upper bound of a product of Euler's steps, per unit of time.</summary>
    public double UpperOfSteps(double dt) => Upper + Slack(dt);

    /// <summary>
    /// The lower bound of a product of Euler's steps: |J v| is at least v.Jv, so ln|J v| / dt is at least ln(1 + dt v.Kv) / dt. The slack
    /// of the upper bound would not do here: of J = (1 - x) I, ln(1 - x) lies below -x - x^2/2.
    /// </summary>
    public double LowerOfSteps(double dt) => Lower - DriftLower + (dt * DriftLower > -1 ? Elementary.Log(1 + (dt * DriftLower)) / dt : double.NegativeInfinity);
}
