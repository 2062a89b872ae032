using System.Numerics;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>Small moves of dense arrays, row-major.</summary>
public static class Matrices
{
    /// <summary>Rounds double values to T.</summary>
    public static void Round<T>(ReadOnlySpan<double> source, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Spread(source, destination, 1);
    }

    /// <summary>destination[k stride] = source[k], rounded to T.</summary>
    public static void Spread<T>(ReadOnlySpan<double> source, Span<T> destination, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The generic conversion is a call to the runtime for each number.
        if (typeof(T) == typeof(float))
        {
            var narrow = As<T, float>(destination);
            for (var (k, i) = (0, 0); k < source.Length; k++, i += stride)
                narrow[i] = (float)source[k];
            return;
        }

        for (var (k, i) = (0, 0); k < source.Length; k++, i += stride)
            destination[i] = T.CreateTruncating(source[k]);
    }

    /// <summary>destination [columns, rows] = source [rows, columns] transposed.</summary>
    public static void Transpose<T>(ReadOnlySpan<T> source, int rows, int columns, Span<T> destination)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                destination[(j * rows) + i] = source[(i * columns) + j];
        }
    }

    /// <summary>The same memory under the name of the type that T is known to be.</summary>
    internal static Span<TTo> As<TFrom, TTo>(Span<TFrom> span)
        where TFrom : unmanaged
        where TTo : unmanaged => MemoryMarshal.Cast<TFrom, TTo>(span);
}
