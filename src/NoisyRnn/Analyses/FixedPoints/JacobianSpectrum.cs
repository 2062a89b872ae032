using System.Collections.Immutable;
using System.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>The eigenvalues of the Jacobian at a point, and what they say of its stability.</summary>
internal sealed class JacobianSpectrum
{
    // An eigenvalue this near to the unit circle is on it.
    private const double Circle = 1e-6;

    /// <summary>Finds the eigenvalues.</summary>
    /// <param name="map">F.</param>
    /// <param name="state">x.</param>
    public JacobianSpectrum(SteadyMap map, double[] state)
    {
        var transposed = new double[map.Size * map.Size];
        map.TransposedJacobian(state, transposed);
        // A matrix and its transpose have the same eigenvalues.
        Eigenvalues =
        [
            .. Numerics.Eigenvalues.Of(transposed, map.Size)
                .OrderByDescending(Complex.Abs).ThenByDescending(static value => value.Real).ThenByDescending(static value => value.Imaginary),
        ];
    }

    /// <summary>All of them, the largest modulus first.</summary>
    public ImmutableArray<Complex> Eigenvalues { get; }

    /// <summary>Number of eigenvalues outside the unit circle.</summary>
    public int UnstableDirections => Eigenvalues.Count(static value => Complex.Abs(value) > 1 + Circle);

    /// <summary>The class.</summary>
    public FixedPointStability Stability => UnstableDirections == Eigenvalues.Length ? FixedPointStability.Unstable
        : UnstableDirections > 0 ? FixedPointStability.Saddle
        : Complex.Abs(Eigenvalues[0]) >= 1 - Circle ? FixedPointStability.Marginal
        : FixedPointStability.Stable;
}
