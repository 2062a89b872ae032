using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>A fixed point of a network's step at a held input, x = F(x).</summary>
public sealed record FixedPoint
{
    /// <summary>Number of its branch at this input: the same at all levels.</summary>
    public required int Branch { get; init; }

    /// <summary>q = 1/2 |F(x) - x|^2, at most 1e-12.</summary>
    public required double Speed { get; init; }

    /// <summary>Starts of the search that led to it; 0 where it was followed and not searched for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Starts { get; init; }

    /// <summary>Its class.</summary>
    public required FixedPointStability Stability { get; init; }

    /// <summary>The largest modulus of an eigenvalue of the Jacobian, per step.</summary>
    public required double LargestEigenvalue { get; init; }

    /// <summary>Number of eigenvalues outside the unit circle.</summary>
    public required int UnstableDirections { get; init; }

    /// <summary>Real parts of the eigenvalues of the largest moduli, up to 64; silent and at s0 alone, else empty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> Real { get; init; } = [];

    /// <summary>Their imaginary parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> Imaginary { get; init; } = [];

    /// <summary>Its place along the first principal components of the visited states.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>z = W_out h + b_out there. [O]</summary>
    public required ImmutableArray<double> Readout { get; init; }

    /// <summary>|h(s) - h(0)| along its branch, in units of s0; null where the branch does not begin in silence.</summary>
    public double? Shift { get; init; }

    /// <summary>|z(s) - z(0)| along its branch, in units of the output; null likewise.</summary>
    public double? ReadoutShift { get; init; }

    /// <summary>Whether a network comes to stand there, or on a line or ring through it.</summary>
    internal bool Attracts => Stability is FixedPointStability.Stable or FixedPointStability.Marginal;
}
