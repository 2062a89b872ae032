namespace NoisyRnn.Tasks;

/// <summary>The weight of one step's mask in a loss's normaliser.</summary>
/// <param name="mask">[O]</param>
public delegate double MaskWeight(ReadOnlySpan<double> mask);
