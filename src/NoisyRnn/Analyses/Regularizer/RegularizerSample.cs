namespace NoisyRnn.Analyses;

/// <summary>Means and variances of several quantities over the draws of one trial, as they come (Welford 1962).</summary>
/// <param name="count">How many quantities.</param>
internal sealed class RegularizerSample(int count)
{
    private readonly double[] _means = new double[count], _squares = new double[count];
    private readonly int[] _draws = new int[count];

    /// <summary>Takes a draw of one quantity.</summary>
    public void Add(int quantity, double value)
    {
        var difference = value - _means[quantity];
        _means[quantity] += difference / ++_draws[quantity];
        _squares[quantity] += difference * (value - _means[quantity]);
    }

    /// <summary>Its mean.</summary>
    public double Mean(int quantity) => _means[quantity];

    /// <summary>The variance of its mean over the draws, of two draws or more.</summary>
    public double VarianceOfMean(int quantity) => _squares[quantity] / (_draws[quantity] - 1) / _draws[quantity];
}
