using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The operations of a formula on two operands with their slopes, over lanes. At a kink the slope is the one from the left.</summary>
internal static class FormulaKernels
{
    /// <summary>An operation on two operands.</summary>
    internal interface IOfTwo
    {
        /// <summary>The value and its slope, of x with slope dx and y with slope dy.</summary>
        static abstract TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>;
    }

    /// <summary>x + y.</summary>
    internal readonly struct Sum : IOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = dx + dy;
            return x + y;
        }
    }

    /// <summary>x - y.</summary>
    internal readonly struct Difference : IOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = dx - dy;
            return x - y;
        }
    }

    /// <summary>x y.</summary>
    internal readonly struct Product : IOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = TL.Fma(dx, y, x * dy);
            return x * y;
        }
    }

    /// <summary>x / y.</summary>
    internal readonly struct Quotient : IOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var quotient = x / y;
            slope = TL.Fma(TL.Negate(quotient), dy, dx) / y;
            return quotient;
        }
    }

    /// <summary>max(x, y); not a number where either is none.</summary>
    internal readonly struct Maximum : IOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var greater = TL.GreaterThan(x, y);
            slope = TL.Select(TL.AreEqual(x, y), TL.Min(dx, dy), TL.Select(greater, dx, dy));
            return TL.Select(TL.AreEqual(x, x), TL.Select(greater, x, y), x);
        }
    }

    /// <summary>min(x, y); not a number where either is none.</summary>
    internal readonly struct Minimum : IOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var less = TL.GreaterThan(y, x);
            slope = TL.Select(TL.AreEqual(x, y), TL.Max(dx, dy), TL.Select(less, dx, dy));
            return TL.Select(TL.AreEqual(x, x), TL.Select(less, x, y), x);
        }
    }

    /// <summary>|x|; y is not read.</summary>
    internal readonly struct Absolute : IOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TL Evaluate<TL, T>(TL x, TL dx, TL y, TL dy, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var zero = TL.Broadcast(T.Zero);
            var rising = TL.Select(TL.GreaterThan(x, zero), dx, TL.Negate(dx));
            slope = TL.Select(TL.AreEqual(x, zero), TL.Negate(TL.Abs(dx)), rising);
            return TL.Abs(x);
        }
    }
}
