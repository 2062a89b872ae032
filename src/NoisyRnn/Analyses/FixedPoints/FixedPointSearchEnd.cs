namespace NoisyRnn.Analyses;

/// <summary>Where a minimisation of the speed q ended.</summary>
/// <param name="State">x [N].</param>
/// <param name="Speed">q there.</param>
/// <param name="IsMinimum">Whether no step from there lowers q by more than rounding or a millionth of it.</param>
/// <param name="FirstStep">Length of the first step tried.</param>
internal sealed record FixedPointSearchEnd(double[] State, double Speed, bool IsMinimum, double FirstStep)
{
    /// <summary>Whether it is a fixed point.</summary>
    public bool IsFixed => Speed <= FixedPointSolver.Tolerance;

    /// <summary>Whether two points are one: closer to each other, in Euclid's distance, than 1e-3.</summary>
    public bool IsNear(FixedPointSearchEnd other) => Distance(State, other.State) < Unique;

    /// <summary>Euclid's distance.</summary>
    public static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return Math.Sqrt(sum);
    }

    private const double Unique = 1e-3;
}
