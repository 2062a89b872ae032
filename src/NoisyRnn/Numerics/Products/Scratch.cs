using System.Buffers;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Working memory of one computation on dense matrices, lent by the shared pool: arrays of this size would otherwise go
/// to the large-object heap at every iteration of a training.
/// </summary>
internal sealed class Scratch : IDisposable
{
    private const int Line = 8;
    private readonly double[] _lent;
    private int _taken;

    /// <summary>Lends memory.</summary>
    /// <param name="pieces">How often <see cref="Take"/> will be called.</param>
    /// <param name="length">The sum of the lengths it will be called with.</param>
    public Scratch(int pieces, int length)
    {
        _lent = ArrayPool<double>.Shared.Rent(length + ((pieces + 1) * Line));
        _taken = Misaligned();
    }

    /// <summary>The next piece, all zeros, starting on a line of the cache.</summary>
    public Memory<double> Take(int length)
    {
        var piece = _lent.AsMemory(_taken, length);
        _taken += (length + Line - 1) / Line * Line;
        piece.Span.Clear();
        return piece;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_lent);

    // Elements to the first line. Should the collector move the array, only time is lost.
    private unsafe int Misaligned()
    {
        var beyond = (int)((nuint)Unsafe.AsPointer(ref _lent[0]) & 63);
        return beyond == 0 ? 0 : (64 - beyond) / sizeof(double);
    }
}
