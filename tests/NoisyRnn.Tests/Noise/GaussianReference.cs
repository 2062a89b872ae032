using NoisyRnn.Noise;

namespace NoisyRnn.Tests.Noise;

/// <summary>The definition in the remarks of <see cref="Gaussian"/>, one number at a time and without vectors.</summary>
internal static class GaussianReference
{
    public static float Normal(NoiseKey key, ulong trial, uint step, int unit)
    {
        uint c0 = (uint)trial, c1 = step, c2 = (uint)unit / 4;
        var c3 = (uint)key.Stream + 256u * key.Source + (uint)(trial >> 32) * 65536u;
        Philox.Block(ref c0, ref c1, ref c2, ref c3, key.Seed);
        var (a, b) = unit % 4 < 2 ? (c0, c1) : (c2, c3);
        return Normal(a, b, second: unit % 2 == 1);
    }

    public static float Normal(uint a, uint b, bool second)
    {
        var u = MathF.FusedMultiplyAdd((int)(a / 2), MathF.Pow(2, -31), MathF.Pow(2, -32));
        var radius = MathF.Sqrt(-2 * Log(u));
        var t = unchecked((int)(b * 4)) * MathF.Pow(2, -31);
        var swapped = (b & 0x40000000) != 0;
        var direction = swapped != second ? Sin(t) : Cos(t);
        return ((b & 0x80000000) != 0 ? -radius : radius) * direction;
    }

    private static float Log(float x)
    {
        var exponent = (int)MathF.Round(MathF.Log2(x));
        var mantissa = MathF.ScaleB(x, -exponent);
        if (mantissa < BitConverter.UInt32BitsToSingle(0x3F3504F3))
            (mantissa, exponent) = (mantissa * 2, exponent - 1);
        else if (mantissa >= BitConverter.UInt32BitsToSingle(0x3FB504F3))
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        var f = mantissa - 1;
        var p = Polynomial(f, 0.333333313f, -0.250008196f, 0.200012252f, -0.166233599f, 0.142017812f, -0.13160184f, 0.127614111f, -0.0763427764f);
        var square = f * f;
        var tail = MathF.FusedMultiplyAdd(exponent, -2.12194440e-4f, square * (f * p));
        tail = MathF.FusedMultiplyAdd(-0.5f, square, tail);
        return MathF.FusedMultiplyAdd(exponent, 0.693359375f, f + tail);
    }

    private static float Sin(float t)
    {
        var z = t * t;
        var p = Polynomial(z, -0.0807454586f, 0.00249004946f, -3.59789956e-05f);
        return MathF.FusedMultiplyAdd(t, 0.785398185f, t * MathF.FusedMultiplyAdd(z, p, -2.18556941e-08f));
    }

    private static float Cos(float t)
    {
        var z = t * t;
        return MathF.FusedMultiplyAdd(z, Polynomial(z, -0.308425128f, 0.015854327f, -0.000325942005f, 3.5313351e-06f), 1);
    }

    private static float Polynomial(float x, params ReadOnlySpan<float> coefficients)
    {
        var sum = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--)
            sum = MathF.FusedMultiplyAdd(sum, x, coefficients[i]);
        return sum;
    }
}
