namespace NoisyRnn.Numerics;

/// <summary>
/// A value with its derivative along one direction: (x + x' e) with e^2 = 0. Nested once more it carries the second
/// directional derivative.
/// </summary>
/// <param name="Primal">The value.</param>
/// <param name="Tangent">The derivative.</param>
/// <typeparam name="T">The number under it.</typeparam>
public readonly record struct Dual<T>(T Primal, T Tangent) : IReal<Dual<T>>
    where T : struct, IReal<T>
{
    /// <inheritdoc/>
    public double Value => Primal.Value;

    /// <inheritdoc/>
    public static Dual<T> Constant(double c) => new(T.Constant(c), T.Constant(0));

    /// <inheritdoc/>
    public static Dual<T> operator +(Dual<T> x, Dual<T> y) => new(x.Primal + y.Primal, x.Tangent + y.Tangent);

    /// <inheritdoc/>
    public static Dual<T> operator -(Dual<T> x, Dual<T> y) => new(x.Primal - y.Primal, x.Tangent - y.Tangent);

    /// <inheritdoc/>
    public static Dual<T> operator *(Dual<T> x, Dual<T> y) =>
        new(x.Primal * y.Primal, (x.Tangent * y.Primal) + (x.Primal * y.Tangent));

    /// <inheritdoc/>
    public static Dual<T> operator /(Dual<T> x, Dual<T> y)
    {
        var quotient = x.Primal / y.Primal;
        return new(quotient, (x.Tangent - (quotient * y.Tangent)) / y.Primal);
    }

    /// <inheritdoc/>
    public static Dual<T> operator -(Dual<T> x) => new(-x.Primal, -x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Exp(Dual<T> x)
    {
        var e = T.Exp(x.Primal);
        return new(e, e * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> Log1P(Dual<T> x) => new(T.Log1P(x.Primal), x.Tangent / (T.Constant(1) + x.Primal));

    /// <inheritdoc/>
    public static Dual<T> Log(Dual<T> x) => new(T.Log(x.Primal), x.Tangent / x.Primal);

    /// <inheritdoc/>
    public static Dual<T> Sqrt(Dual<T> x)
    {
        var root = T.Sqrt(x.Primal);
        return new(root, x.Tangent / (root + root));
    }

    /// <inheritdoc/>
    public static Dual<T> Sin(Dual<T> x) => new(T.Sin(x.Primal), T.Cos(x.Primal) * x.Tangent);

    /// <inheritdoc/>
    public static Dual<T> Cos(Dual<T> x) => new(T.Cos(x.Primal), -(T.Sin(x.Primal) * x.Tangent));

    /// <inheritdoc/>
    public static Dual<T> Tanh(Dual<T> x)
    {
        var t = T.Tanh(x.Primal);
        return new(t, (T.Constant(1) - (t * t)) * x.Tangent);
    }

    /// <inheritdoc/>
    public static Dual<T> NormalCumulative(Dual<T> x)
    {
        var density = T.Constant(1 / Math.Sqrt(2 * Math.PI)) * T.Exp(T.Constant(-0.5) * x.Primal * x.Primal);
        return new(T.NormalCumulative(x.Primal), density * x.Tangent);
    }
}
