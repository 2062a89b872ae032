namespace NoisyRnn.Numerics;

/// <summary>An eigenvalue of a symmetric matrix as a Krylov space sees it.</summary>
/// <param name="Value">theta.</param>
/// <param name="Residual">||H x - theta x|| of its Ritz vector x, ||x|| = 1: an eigenvalue of H lies within this distance of theta.</param>
/// <param name="Weight">The squared share of x in the starting vector: the weight of theta in Gauss' quadrature; these sum to 1.</param>
internal readonly record struct RitzValue(double Value, double Residual, double Weight);
