namespace NoisyRnn.Numerics;

/// <summary>Fills a vector with the next random numbers of a sequence.</summary>
/// <param name="vector">Receives them. [n]</param>
internal delegate void RandomVector(Span<double> vector);
