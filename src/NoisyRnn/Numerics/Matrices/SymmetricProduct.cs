namespace NoisyRnn.Numerics;

/// <summary>The product of a symmetric matrix that nobody writes down with a vector.</summary>
/// <param name="vector">v. [n]</param>
/// <param name="product">Receives H v. [n]</param>
internal delegate void SymmetricProduct(ReadOnlySpan<double> vector, Span<double> product);
