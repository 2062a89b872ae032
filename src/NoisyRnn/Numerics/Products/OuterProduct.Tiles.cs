using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NoisyRnn.Numerics;

public static partial class OuterProduct
{
    // Every loop over steps is a method of its own, compiled once: inlined by a profile, its sums leave the registers.
    private const int LongestTile = 4;

    internal static void RowSums<TL, T>(StepRows<T> d, int steps, int rows, Span<double> accumulator)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows; i += 4)
        {
            // Four chains at once hide the latency of additions; the last ones may be the same row again.
            var (r1, r2, r3) = (Math.Min(1, rows - 1 - i) * d.Row, Math.Min(2, rows - 1 - i) * d.Row, Math.Min(3, rows - 1 - i) * d.Row);
            TL s0 = TL.Broadcast(T.Zero), s1 = s0, s2 = s0, s3 = s0;
            ref var row = ref d.From(i).First;
            for (var s = 0; s < steps; s++)
            {
                s0 += TL.Load(ref row);
                s1 += TL.Load(ref Unsafe.Add(ref row, r1));
                s2 += TL.Load(ref Unsafe.Add(ref row, r2));
                s3 += TL.Load(ref Unsafe.Add(ref row, r3));
                row = ref Unsafe.Add(ref row, d.Step);
            }

            var sums = TL.Sums(s0, s1, s2, s3);
            for (var k = 0; k < Math.Min(4, rows - i); k++)
                accumulator[i + k] += sums[k];
        }
    }

    // Tiles of 4 by 4 rows where there are 32 registers, of 2 by 2 where there are 16; then what is left at the edges.
    internal static void Sweep<TL, T>(
        StepRows<T> d, StepRows<T> x, int steps, int rows, int columns, ref double g, Span<T> panels, bool wide)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tile = wide ? 4 : 2;
        var panel = tile * steps * (64 / Unsafe.SizeOf<T>());
        var (fullRows, fullColumns) = (rows / tile * tile, columns / tile * tile);
        for (var j = 0; j < fullColumns && !panels.IsEmpty; j += tile)
            Pack<TL, T>(x.From(j), steps, tile, panels.Slice((1 + (j / tile)) * panel, panel));
        for (var i = 0; i < fullRows; i += tile)
        {
            var di = panels.IsEmpty ? d.From(i) : Pack<TL, T>(d.From(i), steps, tile, panels[..panel]);
            for (var j = 0; j < fullColumns; j += tile)
            {
                var xj = panels.IsEmpty ? x.From(j) : Packed<T>(panels.Slice((1 + (j / tile)) * panel, panel), tile);
                ref var gij = ref Unsafe.Add(ref g, (i * columns) + j);
                if (wide)
                    Tile4x4<TL, T>(ref di.First, di.Row, di.Step, ref xj.First, xj.Row, xj.Step, steps, ref gij, columns);
                else
                    Tile2x2<TL, T>(ref di.First, di.Row, di.Step, ref xj.First, xj.Row, xj.Step, steps, ref gij, columns);
            }
        }

        for (var j = fullColumns; j < columns; j++)
            Strip<TL, T>(d, x.From(j), steps, fullRows, ref Unsafe.Add(ref g, j), columns);
        for (var i = fullRows; i < rows; i++)
            Strip<TL, T>(x, d.From(i), steps, columns, ref Unsafe.Add(ref g, i * columns), 1);
    }

    // Some rows, step by step, side by side.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static StepRows<T> Pack<TL, T>(StepRows<T> rows, int steps, int tile, Span<T> panel)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var packed = Packed(panel, tile);
        for (var s = 0; s < steps; s++)
        {
            for (var r = 0; r < tile; r++)
                TL.Load(ref Unsafe.Add(ref rows.First, (s * rows.Step) + (r * rows.Row))).Store(ref Unsafe.Add(ref packed.First, (s * packed.Step) + (r * packed.Row)));
        }

        return packed;
    }

    private static StepRows<T> Packed<T>(Span<T> panel, int tile)
        where T : unmanaged => new(ref MemoryMarshal.GetReference(panel), 64 / Unsafe.SizeOf<T>(), tile * (64 / Unsafe.SizeOf<T>()));

    // Sums of many rows with one: four at a time, then one.
    private static void Strip<TL, T>(StepRows<T> rows, StepRows<T> one, int steps, int count, ref double g, nint stride)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            var sums = Tile4x1<TL, T>(ref rows.From(i).First, rows.Row, rows.Step, ref one.First, one.Step, steps);
            for (var k = 0; k < 4; k++)
                Unsafe.Add(ref g, (i + k) * stride) += sums[k];
        }

        for (; i < count; i++)
            Single<TL, T>(ref rows.From(i).First, rows.Step, ref one.First, one.Step, steps, ref Unsafe.Add(ref g, i * stride));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Single<TL, T>(ref T d, nint deltaStep, ref T x, nint sourceStep, int steps, ref double g)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = TL.Broadcast(T.Zero);
        for (var s = 0; s < steps; s++)
        {
            sum = TL.Fma(TL.Load(ref d), TL.Load(ref x), sum);
            d = ref Unsafe.Add(ref d, deltaStep);
            x = ref Unsafe.Add(ref x, sourceStep);
        }

        g += double.CreateTruncating(TL.Sum(sum));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> Tile4x1<TL, T>(ref T d, nint deltaRow, nint deltaStep, ref T x, nint sourceStep, int steps)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TL s0 = TL.Broadcast(T.Zero), s1 = s0, s2 = s0, s3 = s0;
        for (var s = 0; s < steps; s++)
        {
            var x0 = TL.Load(ref x);
            s0 = TL.Fma(TL.Load(ref d), x0, s0);
            s1 = TL.Fma(TL.Load(ref Unsafe.Add(ref d, deltaRow)), x0, s1);
            s2 = TL.Fma(TL.Load(ref Unsafe.Add(ref d, 2 * deltaRow)), x0, s2);
            s3 = TL.Fma(TL.Load(ref Unsafe.Add(ref d, 3 * deltaRow)), x0, s3);
            d = ref Unsafe.Add(ref d, deltaStep);
            x = ref Unsafe.Add(ref x, sourceStep);
        }

        return TL.Sums(s0, s1, s2, s3);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x4<TL, T>(
        ref T d, nint deltaRow, nint deltaStep, ref T x, nint sourceRow, nint sourceStep, int steps, ref double g, int columns)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var zero = TL.Broadcast(T.Zero);
        TL s00 = zero, s01 = zero, s02 = zero, s03 = zero;
        TL s10 = zero, s11 = zero, s12 = zero, s13 = zero;
        TL s20 = zero, s21 = zero, s22 = zero, s23 = zero;
        TL s30 = zero, s31 = zero, s32 = zero, s33 = zero;
        for (var s = 0; s < steps; s++)
        {
            var x0 = TL.Load(ref x);
            var x1 = TL.Load(ref Unsafe.Add(ref x, sourceRow));
            var x2 = TL.Load(ref Unsafe.Add(ref x, 2 * sourceRow));
            var x3 = TL.Load(ref Unsafe.Add(ref x, 3 * sourceRow));
            var d0 = TL.Load(ref d);
            s00 = TL.Fma(d0, x0, s00);
            s01 = TL.Fma(d0, x1, s01);
            s02 = TL.Fma(d0, x2, s02);
            s03 = TL.Fma(d0, x3, s03);
            var d1 = TL.Load(ref Unsafe.Add(ref d, deltaRow));
            s10 = TL.Fma(d1, x0, s10);
            s11 = TL.Fma(d1, x1, s11);
            s12 = TL.Fma(d1, x2, s12);
            s13 = TL.Fma(d1, x3, s13);
            var d2 = TL.Load(ref Unsafe.Add(ref d, 2 * deltaRow));
            s20 = TL.Fma(d2, x0, s20);
            s21 = TL.Fma(d2, x1, s21);
            s22 = TL.Fma(d2, x2, s22);
            s23 = TL.Fma(d2, x3, s23);
            var d3 = TL.Load(ref Unsafe.Add(ref d, 3 * deltaRow));
            s30 = TL.Fma(d3, x0, s30);
            s31 = TL.Fma(d3, x1, s31);
            s32 = TL.Fma(d3, x2, s32);
            s33 = TL.Fma(d3, x3, s33);
            d = ref Unsafe.Add(ref d, deltaStep);
            x = ref Unsafe.Add(ref x, sourceStep);
        }

        Deposit(TL.Sums(s00, s01, s02, s03), ref g);
        Deposit(TL.Sums(s10, s11, s12, s13), ref Unsafe.Add(ref g, columns));
        Deposit(TL.Sums(s20, s21, s22, s23), ref Unsafe.Add(ref g, 2 * columns));
        Deposit(TL.Sums(s30, s31, s32, s33), ref Unsafe.Add(ref g, 3 * columns));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x2<TL, T>(
        ref T d, nint deltaRow, nint deltaStep, ref T x, nint sourceRow, nint sourceStep, int steps, ref double g, int columns)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TL s00 = TL.Broadcast(T.Zero), s01 = s00, s10 = s00, s11 = s00;
        for (var s = 0; s < steps; s++)
        {
            var x0 = TL.Load(ref x);
            var x1 = TL.Load(ref Unsafe.Add(ref x, sourceRow));
            var d0 = TL.Load(ref d);
            s00 = TL.Fma(d0, x0, s00);
            s01 = TL.Fma(d0, x1, s01);
            var d1 = TL.Load(ref Unsafe.Add(ref d, deltaRow));
            s10 = TL.Fma(d1, x0, s10);
            s11 = TL.Fma(d1, x1, s11);
            d = ref Unsafe.Add(ref d, deltaStep);
            x = ref Unsafe.Add(ref x, sourceStep);
        }

        var sums = TL.Sums(s00, s01, s10, s11);
        (Vector128.LoadUnsafe(ref g) + sums.GetLower()).StoreUnsafe(ref g);
        ref var next = ref Unsafe.Add(ref g, columns);
        (Vector128.LoadUnsafe(ref next) + sums.GetUpper()).StoreUnsafe(ref next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deposit(Vector256<double> sums, ref double g) => (Vector256.LoadUnsafe(ref g) + sums).StoreUnsafe(ref g);
}
