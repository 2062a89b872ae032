using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>An array of text that NumPy wrote.</summary>
/// <param name="Shape">Its shape; empty for a single value.</param>
/// <param name="Values">The elements, row-major.</param>
public sealed record NpyText(ImmutableArray<int> Shape, ImmutableArray<string> Values);
