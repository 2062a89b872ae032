namespace NoisyRnn.Analyses;

/// <summary>A mean over seeds with its confidence interval.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit.</param>
public sealed record Interval(double Mean, double Low, double High);
