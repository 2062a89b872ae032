namespace NoisyRnn.Numerics;

/// <summary>
/// A real number that a network's drift is written over once more, as a plain function: <see cref="Real"/> for values,
/// <see cref="Dual{T}"/> for derivatives, <c>Dual&lt;Dual&lt;Real&gt;&gt;</c> for second derivatives.
/// </summary>
/// <typeparam name="TSelf">The leaf itself.</typeparam>
public interface IReal<TSelf>
    where TSelf : struct, IReal<TSelf>
{
    /// <summary>The constant c.</summary>
    static abstract TSelf Constant(double c);

    /// <summary>The value without derivatives.</summary>
    double Value { get; }

    /// <summary>x + y.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>x - y.</summary>
    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>x * y.</summary>
    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>x / y.</summary>
    static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>-x.</summary>
    static abstract TSelf operator -(TSelf x);

    /// <summary>e^x.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>The natural logarithm of 1 + x.</summary>
    static abstract TSelf Log1P(TSelf x);

    /// <summary>The natural logarithm.</summary>
    static abstract TSelf Log(TSelf x);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The sine of x in radians.</summary>
    static abstract TSelf Sin(TSelf x);

    /// <summary>The cosine of x in radians.</summary>
    static abstract TSelf Cos(TSelf x);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>The standard normal distribution function.</summary>
    static abstract TSelf NormalCumulative(TSelf x);
}
