namespace NoisyRnn.Analyses;

/// <summary>Mean and covariance of a network's readout z and output y = r(z) at one step; the same where r is the identity.</summary>
/// <param name="ReadoutMean">E z. [O]</param>
/// <param name="ReadoutCovariance">Cov z. [O, O]</param>
/// <param name="Mean">E y. [O]</param>
/// <param name="Covariance">Cov y. [O, O]</param>
public sealed record OutputMoments(double[] ReadoutMean, double[,] ReadoutCovariance, double[] Mean, double[,] Covariance);
