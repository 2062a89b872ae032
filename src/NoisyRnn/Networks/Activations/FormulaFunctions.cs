using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The functions of one argument that formulas have and that are no activations of their own, over lanes.</summary>
internal static class FormulaFunctions
{
    /// <summary>-x.</summary>
    internal readonly struct Negative : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = TL.Broadcast(-T.One);
            return TL.Negate(x);
        }
    }

    /// <summary>e^x.</summary>
    internal readonly struct Exp : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => slope = Elementary.Exp<TL, T>(x);
    }

    /// <summary>log x.</summary>
    internal readonly struct Log : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = TL.Broadcast(T.One) / x;
            return Elementary.Log<TL, T>(x);
        }
    }

    /// <summary>The square root; its slope at 0 is taken as 0, for no training goes on from an infinite one.</summary>
    internal readonly struct Sqrt : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var (root, zero) = (TL.Sqrt(x), TL.Broadcast(T.Zero));
            slope = TL.Select(TL.AreEqual(x, zero), zero, TL.Broadcast(T.CreateTruncating(0.5)) / root);
            return root;
        }
    }

    /// <summary>The error function; its slope is 2/sqrt(pi) exp(-x^2) = 2 sqrt(2) phi(sqrt(2) x).</summary>
    internal readonly struct Erf : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var root = TL.Broadcast(T.CreateTruncating(Math.Sqrt(2)));
            slope = (root + root) * Elementary.NormalDensity<TL, T>(root * x);
            return Elementary.Erf<TL, T>(x);
        }
    }

    /// <summary>sin x.</summary>
    internal readonly struct Sin : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Elementary.SinCos<TL, T>(x, out slope);
    }

    /// <summary>cos x.</summary>
    internal readonly struct Cos : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var sin = Elementary.SinCos<TL, T>(x, out var cos);
            slope = TL.Negate(sin);
            return cos;
        }
    }

    /// <summary>x^n for a whole n, by squares.</summary>
    /// <param name="exponent">n.</param>
    internal readonly struct Factors(int exponent) : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var one = TL.Broadcast(T.One);
            if (exponent == 0)
            {
                slope = TL.Broadcast(T.Zero);
                return one;
            }

            var (below, square) = (one, x);
            for (var left = Math.Abs(exponent) - 1; left > 0; left /= 2)
            {
                below = left % 2 == 1 ? below * square : below;
                square *= square;
            }

            var factor = TL.Broadcast(T.CreateTruncating(exponent));
            if (exponent > 0)
            {
                slope = factor * below;
                return below * x;
            }

            var inverse = one / (below * x);
            slope = factor * inverse / x;
            return inverse;
        }
    }

    /// <summary>x^c = exp(c log x), for x at least 0; its slope at 0 is taken as 0.</summary>
    /// <param name="exponent">c.</param>
    internal readonly struct Power(double exponent) : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var (c, zero) = (TL.Broadcast(T.CreateTruncating(exponent)), TL.Broadcast(T.Zero));
            var log = Elementary.Log<TL, T>(x);
            slope = c * Elementary.Exp<TL, T>((c - TL.Broadcast(T.One)) * log);
            slope = TL.Select(TL.AreEqual(x, zero), zero, slope);
            return Elementary.Exp<TL, T>(c * log);
        }
    }
}
