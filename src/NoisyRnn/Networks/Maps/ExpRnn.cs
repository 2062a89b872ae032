using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The expRNN: the orthogonal network whose recurrent matrix is an exponential, W = exp(K), K skew-symmetric (Lezcano-Casado
/// and Martinez-Rubio 2019; spec 2, section 1). See <see cref="OrthogonalNetwork"/>.
/// </summary>
public sealed record ExpRnn : OrthogonalNetwork
{
    /// <inheritdoc/>
    public override string Label => "exprnn";

    private protected override string MatrixFormula => "exp(K)";

    private protected override void Transform(Span<double> matrix, int n) => MatrixExponential.Evaluate(matrix, n, matrix);

    private protected override void PullBack(ReadOnlySpan<double> skew, Span<double> gradient, int n) =>
        MatrixExponential.PullBack(skew, gradient, n, gradient);
}
