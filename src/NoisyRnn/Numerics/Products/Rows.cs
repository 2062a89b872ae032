using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Passes over blocks [rows, width] with one coefficient a row; width is a multiple of 16. Fixed order, one rounding for
/// each fused multiply-add.
/// </summary>
public static class Rows
{
    /// <summary>destination[i, b] = coefficient[i].</summary>
    public static void Broadcast<T>(ReadOnlySpan<T> coefficient, Span<T> destination, int width)
    {
        for (var i = 0; i < coefficient.Length; i++)
            destination.Slice(i * width, width).Fill(coefficient[i]);
    }

    /// <summary>destination[i, b] = coefficient[i] + x[i, b]; the coefficient alone where x is empty.</summary>
    public static void AddTo<T>(ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            Broadcast(coefficient, destination, width);
        else
            Run(new OffsetPass(), coefficient, x, x, destination, width);
    }

    /// <summary>x[i, b] = coefficient[i] x[i, b].</summary>
    public static void Scale<T>(ReadOnlySpan<T> coefficient, Span<T> x, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new ScalePass(), coefficient, x, x, x, width);

    /// <summary>destination += x, element by element; lengths are multiples of 16.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new AddPass(), [T.One], x, x, destination, x.Length);

    /// <summary>destination[i, b] += coefficient[i] x[i, b].</summary>
    public static void AddScaled<T>(ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new AddScaledPass(), coefficient, x, x, destination, width);

    /// <summary>
    /// destination[i, b] = x[i, b] + coefficient[i] (destination[i, b] - x[i, b]): the leaky step (1-g) x + g destination.
    /// </summary>
    public static void Leak<T>(ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new LeakPass(), coefficient, x, x, destination, width);

    /// <summary>destination[i, b] = coefficient[i] x[i, b] y[i, b].</summary>
    public static void ScaledProduct<T>(
        ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new ScaledProductPass(), coefficient, x, y, destination, width);

    /// <summary>destination *= x, element by element; lengths are multiples of 16.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new ScaledProductPass(), [T.One], x, destination, destination, x.Length);

    /// <summary>x[i, b] = c[i] - x[i, b].</summary>
    public static void SubtractFrom<T>(ReadOnlySpan<T> c, Span<T> x, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new SubtractFromPass(), c, x, x, x, width);

    /// <summary>destination = x - y, element by element; lengths are multiples of 16.</summary>
    public static void Subtract<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new SubtractPass(), [T.One], x, y, destination, x.Length);

    /// <summary>destination[i, b] += coefficient[i] x[i, b] y[i, b].</summary>
    public static void AddScaledProduct<T>(
        ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new AddScaledProductPass(), coefficient, x, y, destination, width);

    /// <summary>destination = x + y destination, element by element; lengths are multiples of 16.</summary>
    public static void MultiplyAdd<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new MultiplyAddPass(), [T.One], x, y, destination, x.Length);

    /// <summary>destination[i, b] = coefficient[i] x[i, b].</summary>
    public static void ScaleTo<T>(ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new ScalePass(), coefficient, x, x, destination, width);

    /// <summary>x[i, b] += x[i, b]^2 / 2 + coefficient[i]: Milstein's correction of a factor of the state.</summary>
    public static void AddHalfSquare<T>(ReadOnlySpan<T> coefficient, Span<T> x, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new HalfSquarePass(), coefficient, x, x, x, width);

    /// <summary>destination[i, b] = x[i, b] + coefficient[i] destination[i, b]: an Euler step.</summary>
    public static void Advance<T>(ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new AdvancePass(), coefficient, x, x, destination, width);

    /// <summary>x[i, b] = sign(x[i, b]) max(0, |x[i, b]| + coefficient[i]), with sign(0) = 0: modrelu. NaN stays NaN.</summary>
    public static void ModRelu<T>(ReadOnlySpan<T> coefficient, Span<T> x, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new ModReluPass(), coefficient, x, x, x, width);

    /// <summary>destination[i, b] = sign(x[i, b]) where |x[i, b]| + coefficient[i] is above 0, else 0: modrelu's slope in its coefficient.</summary>
    public static void ModReluSign<T>(ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, Span<T> destination, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(new ModReluSignPass(), coefficient, x, x, destination, width);

    private interface IPass
    {
        TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private static void Run<TPass, T>(
        TPass pass, ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination, int width)
        where TPass : struct, IPass
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = coefficient.Length * width;
        if (width % 16 != 0 || x.Length < length || y.Length < length || destination.Length < length)
            throw new ArgumentException($"shapes do not fit: {coefficient.Length} rows of {width}", nameof(width));
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                Run<Lanes512<T>, TPass, T>(pass, coefficient, x, y, destination, width);
                break;
            case SimdTier.Bits256:
                Run<Lanes256<T>, TPass, T>(pass, coefficient, x, y, destination, width);
                break;
            default:
                Run<Lanes128<T>, TPass, T>(pass, coefficient, x, y, destination, width);
                break;
        }
    }

    private static void Run<TL, TPass, T>(
        TPass pass, ReadOnlySpan<T> coefficient, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination, int width)
        where TL : struct, ILanes<TL, T>
        where TPass : struct, IPass
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pd = ref MemoryMarshal.GetReference(destination);
        for (var i = 0; i < coefficient.Length; i++)
        {
            var c = TL.Broadcast(coefficient[i]);
            for (var b = i * width; b < (i + 1) * width; b += lanes)
            {
                ref var d = ref Unsafe.Add(ref pd, b);
                pass.Combine<TL, T>(c, TL.Load(ref Unsafe.Add(ref px, b)), TL.Load(ref Unsafe.Add(ref py, b)), TL.Load(ref d)).Store(ref d);
            }
        }
    }

    private readonly struct ScalePass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => coefficient * x;
    }

    private readonly struct OffsetPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => coefficient + x;
    }

    private readonly struct AddPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x + destination;
    }

    private readonly struct AddScaledPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Fma(coefficient, x, destination);
    }

    private readonly struct LeakPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Fma(coefficient, destination - x, x);
    }

    private readonly struct ScaledProductPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => coefficient * (x * y);
    }

    private readonly struct SubtractPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - y;
    }

    private readonly struct SubtractFromPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => coefficient - x;
    }

    private readonly struct AddScaledProductPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Fma(coefficient * x, y, destination);
    }

    private readonly struct MultiplyAddPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Fma(y, destination, x);
    }

    private readonly struct AdvancePass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Fma(coefficient, destination, x);
    }

    private readonly struct ModReluPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var zero = TL.Broadcast(T.Zero);
            var magnitude = TL.Abs(x) + coefficient;
            // Keeps NaN in either, so that a diverged network is seen.
            var open = TL.Select(TL.GreaterThan(zero, magnitude), zero, magnitude);
            return TL.Select(TL.GreaterThan(x, zero), open, TL.Select(TL.GreaterThan(zero, x), TL.Negate(open), x));
        }
    }

    private readonly struct ModReluSignPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var zero = TL.Broadcast(T.Zero);
            var open = TL.Select(TL.GreaterThan(TL.Abs(x) + coefficient, zero), TL.Broadcast(T.One), zero);
            return TL.Select(TL.GreaterThan(x, zero), open, TL.Select(TL.GreaterThan(zero, x), TL.Negate(open), zero));
        }
    }

    private readonly struct HalfSquarePass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Combine<TL, T>(TL coefficient, TL x, TL y, TL destination)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TL.Fma(x * TL.Broadcast(T.CreateTruncating(0.5)), x, x + coefficient);
    }
}
