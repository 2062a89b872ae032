namespace NoisyRnn.Analyses;

/// <summary>A map x -> F(x) whose fixed points are looked for. One thread at a time; each thread makes its own.</summary>
internal abstract class SearchedMap
{
    /// <summary>Numbers in x.</summary>
    public abstract int Size { get; }

    /// <summary>F(x).</summary>
    /// <param name="state">x [Size].</param>
    /// <param name="next">Receives F(x) [Size].</param>
    public abstract void Evaluate(ReadOnlySpan<double> state, Span<double> next);

    /// <summary>J_ij = dF_i/dx_j.</summary>
    /// <param name="state">x [Size].</param>
    /// <param name="transposed">Receives J^T [Size, Size]: row j holds the derivatives along x_j.</param>
    public abstract void TransposedJacobian(ReadOnlySpan<double> state, Span<double> transposed);
}
