namespace NoisyRnn.Analyses;

/// <summary>The curvature of the training loss along an array itself: does not change where a layer is scaled up and the next down.</summary>
/// <param name="Name">"all", or the array's name.</param>
/// <param name="Value">theta_l^T H theta_l.</param>
public sealed record ArrayCurvature(string Name, double Value);
