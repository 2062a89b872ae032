namespace NoisyRnn.Numerics;

// One number at a time, with the bits that a kernel gives for the same number.
public static partial class Elementary
{
    /// <summary>e^x, as <see cref="Exp{TL, T}(TL)"/>.</summary>
    public static double Exp(double x) => Exp<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>e^x, as <see cref="Exp{TL, T}(TL)"/>.</summary>
    public static float Exp(float x) => Exp<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>The natural logarithm, as <see cref="Log{TL, T}(TL)"/>.</summary>
    public static double Log(double x) => Log<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>The natural logarithm, as <see cref="Log{TL, T}(TL)"/>.</summary>
    public static float Log(float x) => Log<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>
    /// log(1 + x). Largest error 2 ulp, also where x is small. log(1 - 1) = -infinity, below it NaN.
    /// </summary>
    /// <remarks>
    /// Between sqrt(1/2) - 1 and sqrt(2) - 1 the reduced logarithm takes x itself; beyond, |log(1 + x)| is above 1/3, and
    /// what 1 + x loses by rounding (nothing below -1/2) is less than 1 ulp of it.
    /// </remarks>
    public static double Log1P(double x) =>
        x is > -0.29289321881345254 and < 0.4142135623730951
            ? LogOfReduced<OneLane<double>, double>(OneLane<double>.Broadcast(x), OneLane<double>.Broadcast(0)).Value
            : Log(1 + x);

    /// <summary>The hyperbolic tangent, as <see cref="Tanh{TL, T}(TL)"/>.</summary>
    public static double Tanh(double x) => Tanh<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>The hyperbolic tangent, as <see cref="Tanh{TL, T}(TL)"/>.</summary>
    public static float Tanh(float x) => Tanh<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>The logistic sigmoid 1 / (1 + e^-x), as <see cref="Sigmoid{TL, T}(TL)"/>.</summary>
    public static double Sigmoid(double x) => Sigmoid<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>The logistic sigmoid 1 / (1 + e^-x), as <see cref="Sigmoid{TL, T}(TL)"/>.</summary>
    public static float Sigmoid(float x) => Sigmoid<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>log(1 + e^x), as <see cref="SoftPlus{TL, T}(TL)"/>.</summary>
    public static double SoftPlus(double x) => SoftPlus<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>log(1 + e^x), as <see cref="SoftPlus{TL, T}(TL)"/>.</summary>
    public static float SoftPlus(float x) => SoftPlus<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>The error function, as <see cref="Erf{TL, T}(TL)"/>.</summary>
    public static double Erf(double x) => Erf<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>The error function, as <see cref="Erf{TL, T}(TL)"/>.</summary>
    public static float Erf(float x) => Erf<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>The standard normal density, as <see cref="NormalDensity{TL, T}(TL)"/>.</summary>
    public static double NormalDensity(double x) => NormalDensity<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>The standard normal density, as <see cref="NormalDensity{TL, T}(TL)"/>.</summary>
    public static float NormalDensity(float x) => NormalDensity<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>The standard normal's cumulative distribution, as <see cref="NormalCumulative{TL, T}(TL)"/>.</summary>
    public static double NormalCumulative(double x) => NormalCumulative<OneLane<double>, double>(OneLane<double>.Broadcast(x)).Value;

    /// <summary>The standard normal's cumulative distribution, as <see cref="NormalCumulative{TL, T}(TL)"/>.</summary>
    public static float NormalCumulative(float x) => NormalCumulative<OneLane<float>, float>(OneLane<float>.Broadcast(x)).Value;

    /// <summary>sin(2 pi u) and cos(2 pi u), as <see cref="SinCosTurns{TL, T}(TL, out TL)"/>.</summary>
    public static (double Sin, double Cos) SinCosTurns(double u)
    {
        var sin = SinCosTurns<OneLane<double>, double>(OneLane<double>.Broadcast(u), out var cos);
        return (sin.Value, cos.Value);
    }

    /// <summary>sin(2 pi u) and cos(2 pi u), as <see cref="SinCosTurns{TL, T}(TL, out TL)"/>.</summary>
    public static (float Sin, float Cos) SinCosTurns(float u)
    {
        var sin = SinCosTurns<OneLane<float>, float>(OneLane<float>.Broadcast(u), out var cos);
        return (sin.Value, cos.Value);
    }

    /// <summary>sin x and cos x, x in radians, as <see cref="SinCos{TL, T}(TL, out TL)"/>.</summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        var sin = SinCos<OneLane<double>, double>(OneLane<double>.Broadcast(x), out var cos);
        return (sin.Value, cos.Value);
    }
}
