using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>Applies a <see cref="ILaneFunction"/> to spans whose length is a multiple of 16.</summary>
public static class Elementwise
{
    /// <summary>value = f(x); slope = f'(x), unless it is empty. Spans may be the same as x.</summary>
    public static void Apply<T, TF>(TF function, ReadOnlySpan<T> x, Span<T> value, Span<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TF : struct, ILaneFunction
    {
        if (x.Length % 16 != 0 || value.Length < x.Length || (slope.Length != 0 && slope.Length < x.Length))
            throw new ArgumentException($"lengths do not fit: {x.Length}, {value.Length}, {slope.Length}", nameof(x));
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                Run<Lanes512<T>, T, TF>(function, x, value, slope);
                break;
            case SimdTier.Bits256:
                Run<Lanes256<T>, T, TF>(function, x, value, slope);
                break;
            default:
                Run<Lanes128<T>, T, TF>(function, x, value, slope);
                break;
        }
    }

    internal static void Run<TL, T, TF>(TF function, ReadOnlySpan<T> x, Span<T> value, Span<T> slope)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TF : struct, ILaneFunction
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var f = ref MemoryMarshal.GetReference(value);
        ref var d = ref MemoryMarshal.GetReference(slope);
        if (slope.IsEmpty)
        {
            for (var i = 0; i < x.Length; i += lanes)
                function.Evaluate<TL, T>(TL.Load(ref Unsafe.Add(ref source, i)), out _).Store(ref Unsafe.Add(ref f, i));
            return;
        }

        for (var i = 0; i < x.Length; i += lanes)
        {
            function.Evaluate<TL, T>(TL.Load(ref Unsafe.Add(ref source, i)), out var s).Store(ref Unsafe.Add(ref f, i));
            s.Store(ref Unsafe.Add(ref d, i));
        }
    }

    /// <summary>second = f''(x), third = f'''(x), from value = f(x) and slope = f'(x).</summary>
    public static void Curve<T, TF>(TF function, ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TF : struct, ISmoothLaneFunction
    {
        if (value.Length % 16 != 0 || slope.Length < value.Length || second.Length < value.Length || third.Length < value.Length)
            throw new ArgumentException($"lengths do not fit: {value.Length}, {slope.Length}, {second.Length}, {third.Length}", nameof(value));
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                RunCurve<Lanes512<T>, T, TF>(function, value, slope, second, third);
                break;
            case SimdTier.Bits256:
                RunCurve<Lanes256<T>, T, TF>(function, value, slope, second, third);
                break;
            default:
                RunCurve<Lanes128<T>, T, TF>(function, value, slope, second, third);
                break;
        }
    }

    internal static void RunCurve<TL, T, TF>(TF function, ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TF : struct, ISmoothLaneFunction
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        ref var f = ref MemoryMarshal.GetReference(value);
        ref var d = ref MemoryMarshal.GetReference(slope);
        ref var dd = ref MemoryMarshal.GetReference(second);
        ref var ddd = ref MemoryMarshal.GetReference(third);
        for (var i = 0; i < value.Length; i += lanes)
        {
            function.Curvature<TL, T>(TL.Load(ref Unsafe.Add(ref f, i)), TL.Load(ref Unsafe.Add(ref d, i)), out var last).Store(ref Unsafe.Add(ref dd, i));
            last.Store(ref Unsafe.Add(ref ddd, i));
        }
    }
}
