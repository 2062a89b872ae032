namespace NoisyRnn.Networks;

/// <summary>Where the factors of a recurrent matrix of low rank stand, W = m n: the input of the units is m kappa, kappa = n h.</summary>
/// <param name="Left">m. [N, R]</param>
/// <param name="Right">n, a row of N weights for each of the R. [R, N]</param>
internal sealed record LowRankFactors(ParameterSlice Left, ParameterSlice Right)
{
    /// <summary>R.</summary>
    public int Rank => Left.Columns;
}
