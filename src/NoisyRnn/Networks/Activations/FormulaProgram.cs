using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The steps of a formula run over lanes: a step at a time over as many arguments as stay in the first cache, so that choosing the step
/// costs nothing, and each step is one of the kernels that the other activations are made of. The same bits at every tier.
/// </summary>
/// <param name="steps">The steps.</param>
internal sealed class FormulaProgram(ImmutableArray<FormulaStep> steps)
{
    private const int Chunk = 128;

    /// <summary>value = f(a), slope = f'(a) unless empty. Lengths are multiples of 16; spans may coincide.</summary>
    public void Run<T>(ReadOnlySpan<T> a, Span<T> value, Span<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Length % 16 != 0 || value.Length < a.Length || (slope.Length != 0 && slope.Length < a.Length))
            throw new ArgumentException($"lengths do not fit: {a.Length}, {value.Length}, {slope.Length}", nameof(a));
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                Run<Lanes512<T>, T>(a, value, slope);
                break;
            case SimdTier.Bits256:
                Run<Lanes256<T>, T>(a, value, slope);
                break;
            default:
                Run<Lanes128<T>, T>(a, value, slope);
                break;
        }
    }

    /// <summary>The same at a given tier.</summary>
    internal void Run<TL, T>(ReadOnlySpan<T> a, Span<T> value, Span<T> slope)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Values and slopes of every step; those of constants and the slope of a are written once.
        var memory = ArrayPool<T>.Shared.Rent(2 * steps.Length * Chunk);
        for (var k = 0; k < steps.Length; k++)
        {
            Of(k).Fill(T.CreateTruncating(steps[k].Number));
            SlopeOf(k).Fill(steps[k].Operation == FormulaOperation.Argument ? T.One : T.Zero);
        }

        for (var first = 0; first < a.Length; first += Chunk)
        {
            var count = Math.Min(Chunk, a.Length - first);
            for (var k = 0; k < steps.Length; k++)
            {
                if (steps[k].Operation == FormulaOperation.Argument)
                    a.Slice(first, count).CopyTo(Of(k));
                else if (steps[k].Operation != FormulaOperation.Number)
                    Step<TL, T>(k, memory, count, hasSlope: !slope.IsEmpty);
            }

            Of(steps.Length - 1)[..count].CopyTo(value[first..]);
            if (!slope.IsEmpty)
                SlopeOf(steps.Length - 1)[..count].CopyTo(slope[first..]);
        }

        ArrayPool<T>.Shared.Return(memory);

        Span<T> Of(int k) => memory.AsSpan(2 * k * Chunk, Chunk);

        Span<T> SlopeOf(int k) => memory.AsSpan(((2 * k) + 1) * Chunk, Chunk);
    }

    private void Step<TL, T>(int k, T[] memory, int count, bool hasSlope)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var step = steps[k];
        ref var x = ref memory[2 * step.X * Chunk];
        ref var y = ref memory[2 * Math.Max(step.Y, 0) * Chunk];
        ref var into = ref memory[2 * k * Chunk];
        switch (step.Operation)
        {
            case FormulaOperation.Sum:
                OfTwo<FormulaKernels.Sum, TL, T>(ref x, ref y, ref into, count, hasSlope);
                break;
            case FormulaOperation.Difference:
                OfTwo<FormulaKernels.Difference, TL, T>(ref x, ref y, ref into, count, hasSlope);
                break;
            case FormulaOperation.Product:
                OfTwo<FormulaKernels.Product, TL, T>(ref x, ref y, ref into, count, hasSlope);
                break;
            case FormulaOperation.Quotient:
                OfTwo<FormulaKernels.Quotient, TL, T>(ref x, ref y, ref into, count, hasSlope);
                break;
            case FormulaOperation.Maximum:
                OfTwo<FormulaKernels.Maximum, TL, T>(ref x, ref y, ref into, count, hasSlope);
                break;
            case FormulaOperation.Minimum:
                OfTwo<FormulaKernels.Minimum, TL, T>(ref x, ref y, ref into, count, hasSlope);
                break;
            case FormulaOperation.Absolute:
                OfTwo<FormulaKernels.Absolute, TL, T>(ref x, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Negative:
                OfOne<FormulaFunctions.Negative, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Power when step.Factors is { } factors:
                OfOne<FormulaFunctions.Factors, TL, T>(new(factors), ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Power:
                OfOne<FormulaFunctions.Power, TL, T>(new(step.Number), ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Exp:
                OfOne<FormulaFunctions.Exp, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Log:
                OfOne<FormulaFunctions.Log, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Sqrt:
                OfOne<FormulaFunctions.Sqrt, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Tanh:
                OfOne<Tanh.Kernel, TL, T>(new(1), ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Sigmoid:
                OfOne<Sigmoid.Kernel, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.SoftPlus:
                OfOne<SoftPlus.Kernel, TL, T>(new(1), ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Relu:
                OfOne<Relu.Kernel, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Erf:
                OfOne<FormulaFunctions.Erf, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Sin:
                OfOne<FormulaFunctions.Sin, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            case FormulaOperation.Cos:
                OfOne<FormulaFunctions.Cos, TL, T>(default, ref x, ref into, count, hasSlope);
                break;
            default:
                throw new InvalidOperationException($"{step.Operation} is no step");
        }
    }

    // Slopes lie a chunk behind their values.
    private static void OfTwo<TF, TL, T>(ref T x, ref T y, ref T into, int count, bool hasSlope)
        where TF : struct, FormulaKernels.IOfTwo
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        if (!hasSlope)
        {
            var none = TL.Broadcast(T.Zero);
            for (var i = 0; i < count; i += lanes)
                TF.Evaluate<TL, T>(TL.Load(ref Unsafe.Add(ref x, i)), none, TL.Load(ref Unsafe.Add(ref y, i)), none, out _).Store(ref Unsafe.Add(ref into, i));
            return;
        }

        for (var i = 0; i < count; i += lanes)
        {
            TF.Evaluate<TL, T>(
                TL.Load(ref Unsafe.Add(ref x, i)), TL.Load(ref Unsafe.Add(ref x, i + Chunk)), TL.Load(ref Unsafe.Add(ref y, i)), TL.Load(ref Unsafe.Add(ref y, i + Chunk)), out var slope).Store(ref Unsafe.Add(ref into, i));
            slope.Store(ref Unsafe.Add(ref into, i + Chunk));
        }
    }

    private static void OfOne<TF, TL, T>(TF function, ref T x, ref T into, int count, bool hasSlope)
        where TF : struct, ILaneFunction
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = MemoryMarshal.CreateReadOnlySpan(ref x, count);
        var slopes = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref into, Chunk), count);
        Elementwise.Run<TL, T, TF>(function, values, MemoryMarshal.CreateSpan(ref into, count), hasSlope ? slopes : []);
        if (!hasSlope)
            return;
        var lanes = 64 / Unsafe.SizeOf<T>();
        for (var i = 0; i < count; i += lanes)
            (TL.Load(ref slopes[i]) * TL.Load(ref Unsafe.Add(ref x, i + Chunk))).Store(ref slopes[i]);
    }
}
