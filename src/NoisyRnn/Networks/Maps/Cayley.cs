using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The orthogonal network whose recurrent matrix is a Cayley transform, W = (I + K)^-1 (I - K), K skew-symmetric (Helfrich,
/// Willmott and Ye 2018, without the diagonal of signs; spec 2, section 1). See <see cref="OrthogonalNetwork"/>.
/// </summary>
public sealed record Cayley : OrthogonalNetwork
{
    /// <inheritdoc/>
    public override string Label => "cayley";

    private protected override string MatrixFormula => "(I + K)^-1 (I - K)";

    private protected override void Transform(Span<double> matrix, int n) => CayleyTransform.Evaluate(matrix, n, matrix);

    private protected override void PullBack(ReadOnlySpan<double> skew, Span<double> gradient, int n) =>
        CayleyTransform.PullBack(skew, gradient, n, gradient);
}
