using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>What the Gaussian closure says of a network at one test level; not a number where its moments are not finite.</summary>
/// <param name="Level">r = s/s0; the absolute level where s0 = 0.</param>
/// <param name="Sigma">The absolute test level s.</param>
/// <param name="Loss">bias^2 + variance.</param>
/// <param name="BiasSquared">Squared error of the mean output, mean over conditions.</param>
/// <param name="Variance">Variance of the output, mean over conditions.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record PredictedPoint(double Level, double Sigma, double Loss, double BiasSquared, double Variance);
