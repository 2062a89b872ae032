using System.Text.Json.Serialization;

namespace NoisyRnn.Statistics;

/// <summary>A mean over seeds with its confidence interval; of a single seed the limits are infinite.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Interval(double Mean, double Low, double High);
