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
    public static Real Tanh(Real x) => new(Elementary.Tanh(x.Value));

    /// <inheritdoc/>
    public static Real NormalCumulative(Real x) => new(Elementary.NormalCumulative(x.Value));
}
