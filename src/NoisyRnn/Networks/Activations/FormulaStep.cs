namespace NoisyRnn.Networks;

/// <summary>A step of a formula made ready: an operation on the values of steps before it.</summary>
/// <param name="Operation">The operation; a power has a number for its exponent.</param>
/// <param name="X">The step of the first operand; -1 where there is none.</param>
/// <param name="Y">The step of the second; -1 where there is none.</param>
/// <param name="Number">The number, or the exponent.</param>
internal readonly record struct FormulaStep(FormulaOperation Operation, int X, int Y, double Number)
{
    private const double MostFactors = 1024;

    /// <summary>The exponent of a power that is a product; null of one that is exp(c log x).</summary>
    public int? Factors => Number == Math.Round(Number) && Math.Abs(Number) <= MostFactors ? (int)Number : null;

    /// <summary>The value: what the kernels do lane by lane, once more.</summary>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second.</param>
    /// <typeparam name="TReal">A number, with its derivatives or without.</typeparam>
    public TReal Apply<TReal>(TReal x, TReal y)
        where TReal : struct, Numerics.IReal<TReal> => Operation switch
        {
            FormulaOperation.Number => TReal.Constant(Number),
            FormulaOperation.Sum => x + y,
            FormulaOperation.Difference => x - y,
            FormulaOperation.Product => x * y,
            FormulaOperation.Quotient => x / y,
            FormulaOperation.Negative => -x,
            FormulaOperation.Power => Power(x),
            // Not a number stays one, whichever it is.
            FormulaOperation.Maximum => x.Value > y.Value || double.IsNaN(x.Value) ? x : y,
            FormulaOperation.Minimum => x.Value < y.Value || double.IsNaN(x.Value) ? x : y,
            FormulaOperation.Absolute => x.Value > 0 ? x : -x,
            FormulaOperation.Exp => TReal.Exp(x),
            FormulaOperation.Log => TReal.Log(x),
            FormulaOperation.Sqrt => x.Value == 0 ? TReal.Constant(0) : TReal.Sqrt(x),
            FormulaOperation.Tanh => TReal.Tanh(x),
            FormulaOperation.Sigmoid => new Sigmoid().Apply(x),
            FormulaOperation.SoftPlus => new SoftPlus().Apply(x),
            FormulaOperation.Relu => double.IsNaN(x.Value) ? x : new Relu().Apply(x),
            FormulaOperation.Erf => (TReal.Constant(2) * TReal.NormalCumulative(TReal.Constant(Math.Sqrt(2)) * x)) - TReal.Constant(1),
            FormulaOperation.Sin => TReal.Sin(x),
            FormulaOperation.Cos => TReal.Cos(x),
            _ => throw new InvalidOperationException($"{Operation} is no step"),
        };

    private TReal Power<TReal>(TReal x)
        where TReal : struct, Numerics.IReal<TReal>
    {
        if (Factors is not { } factors)
            return x.Value == 0 ? TReal.Constant(Number > 0 ? 0 : double.PositiveInfinity) : TReal.Exp(TReal.Constant(Number) * TReal.Log(x));
        var product = TReal.Constant(1);
        for (var (left, square) = (Math.Abs(factors), x); left > 0; left /= 2, square *= square)
            product = left % 2 == 1 ? product * square : product;
        return factors < 0 ? TReal.Constant(1) / product : product;
    }
}
