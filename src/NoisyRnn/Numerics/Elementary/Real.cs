namespace NoisyRnn.Numerics;

/// <summary>A double as <see cref="IReal{TSelf}"/>.</summary>
/// <param name="Value">The value.</param>
public readonly record struct Real(double Value) : IReal<Real>
{
    /// <inheritdoc/>
    public static Real Constant(double c) => new(c);

    /// <inheritdoc/>
    public static Real operator +(Real x, Real y) => new(x.Value + y.Value);

    /// <inheritdoc/>
    public static Real operator -(Real x, Real y) => new(x.Value - y.Value);

    /// <inheritdoc/>
    public static Real operator *(Real x, Real y) => new(x.Value * y.Value);

    /// <inheritdoc/>
    public static Real operator /(Real x, Real y) => new(x.Value / y.Value);

    /// <inheritdoc/>
    public static Real operator -(Real x) => new(-x.Value);

    /// <inheritdoc/>
    public static Real Exp(Real x) => new(Elementary.Exp(x.Value));

    /// <inheritdoc/>
    public static Real Log1P(Real x) => new(Elementary.Log1P(x.Value));

    /// <inheritdoc/>
    public static Real Log(Real x) => new(Elementary.Log(x.Value));

    /// <inheritdoc/>
    public static Real Sqrt(Real x) => new(Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Real Sin(Real x) => new(Elementary.SinCos(x.Value).Sin);

    /// <inheritdoc/>
    public static Real Cos(Real x) => new(Elementary.SinCos(x.Value).Cos);

    /// <inheritdoc/>
    public static Real Tanh(Real x) => new(Elementary.Tanh(x.Value));

    /// <inheritdoc/>
    public static Real NormalCumulative(Real x) => new(Elementary.NormalCumulative(x.Value));
}
