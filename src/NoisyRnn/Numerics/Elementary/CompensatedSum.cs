namespace NoisyRnn.Numerics;

/// <summary>
/// A running sum in double whose rounding error does not grow with the number of terms: the part that each addition
/// loses is kept and added at the end. Terms are taken in the order of the calls, so the bits are reproducible.
/// Once a term is infinite or NaN, <see cref="Value"/> is NaN.
/// </summary>
/// <remarks>Source: Neumaier 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen".</remarks>
public struct CompensatedSum
{
    private double _sum;
    private double _lost;

    /// <summary>The sum of all terms so far; 0 before the first.</summary>
    public readonly double Value => _sum + _lost;

    /// <summary>Adds one term.</summary>
    /// <param name="term">Any finite number.</param>
    public void Add(double term)
    {
        var sum = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }
}
