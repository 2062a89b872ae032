namespace NoisyRnn.Analyses;

/// <summary>What becomes of a small step away from a fixed point, by the eigenvalues lambda of the Jacobian there.</summary>
public enum FixedPointStability
{
    /// <summary>All |lambda| are below 1: it comes back.</summary>
    Stable,

    /// <summary>None is above 1, and one or more are 1 to within 1e-6: along these it stays, as on a line or ring of fixed points.</summary>
    Marginal,

    /// <summary>Some are above 1: it leaves along these directions and comes back along the others.</summary>
    Saddle,

    /// <summary>All are above 1: it leaves.</summary>
    Unstable,
}
