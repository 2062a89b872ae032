using System.Numerics;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>A scalar activation function f, with its slope.</summary>
[Leaf("relu", typeof(Relu))]
[Leaf("leaky-relu", typeof(LeakyRelu))]
[Leaf("softplus", typeof(SoftPlus))]
[Leaf("tanh", typeof(Tanh))]
[Leaf("sigmoid", typeof(Sigmoid))]
[Leaf("gelu", typeof(Gelu))]
[Leaf("identity", typeof(Identity))]
[Leaf("probit", typeof(Probit))]
[Leaf("power-law", typeof(PowerLaw))]
[Leaf("formula", typeof(FormulaActivation))]
[Leaf("gaussian-smoothed", typeof(GaussianSmoothed))]
[Leaf("distribution-smoothed", typeof(DistributionSmoothed))]
public abstract record Activation
{
    /// <summary>f as it stands in an equation, "relu(a) = max(0, a)".</summary>
    public abstract string Formula { get; }

    /// <summary>Its name beside others.</summary>
    internal virtual string Label => Catalogue.KindOf(GetType());

    /// <summary>Where f' jumps; null for a smooth f.</summary>
    public virtual double? Kink => null;

    /// <summary>The length over which f bends, apart from a kink: quadratures and tables are as fine as it asks.</summary>
    internal virtual double Bend => 1;

    /// <summary>Whether there are <see cref="Curvature"/> kernels for f.</summary>
    internal virtual bool HasCurvature => false;

    /// <summary>value = f(a), slope = f'(a) unless empty. Lengths are multiples of 16; spans may coincide.</summary>
    public abstract void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, Span{float}, Span{float})"/>
    public abstract void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, Span{float}, Span{float})"/>
    internal void EvaluateAs<T>(Span<T> a, Span<T> value, Span<T> slope)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            Evaluate(Matrices.As<T, float>(a), Matrices.As<T, float>(value), Matrices.As<T, float>(slope));
        else
            Evaluate(Matrices.As<T, double>(a), Matrices.As<T, double>(value), Matrices.As<T, double>(slope));
    }

    /// <summary>second = f''(a), third = f'''(a) where value = f(a) and slope = f'(a). Lengths are multiples of 16.</summary>
    internal virtual void Curvature<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        throw new NotSupportedException($"{GetType().Name} has no kernel for its second derivative");

    /// <summary>f once more, as a plain function: the reference for the kernels and the source of derivatives.</summary>
    public abstract TReal Apply<TReal>(TReal a)
        where TReal : struct, IReal<TReal>;

    /// <summary>
    /// Moments of f under Gaussian noise on its argument, element by element: mean = E f(a + s xi), slope = E f'(a + s xi),
    /// which is the mean's derivative in a, variance = Var f(a + s xi), xi ~ N(0, 1). Where s = 0 they are f(a), f'(a) and 0.
    /// Closed forms where they are known, else the trapezoid rule, right to 1e-12 up to s = 10 for a smooth f.
    /// </summary>
    /// <param name="a">a, any number of arguments.</param>
    /// <param name="s">s, at least 0, one an argument.</param>
    /// <param name="mean">Receives the means; must not overlap <paramref name="a"/> or <paramref name="s"/>, nor must the others.</param>
    /// <param name="slope">Receives the mean slopes.</param>
    /// <param name="variance">Receives the variances, at least 0.</param>
    public virtual void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance) =>
        ActivationQuadrature.Moments(this, 1, a, s, mean, slope, variance);

    /// <summary>F_s(a) = E f(a + s xi), in closed form where one is known, else by quadrature.</summary>
    /// <param name="sigma">s, at least 0.</param>
    internal virtual Activation SmoothedForm(double sigma) => new QuadratureSmoothed(this, sigma);
}
