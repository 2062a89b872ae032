using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace NoisyRnn.Numerics;

/// <summary>
/// Memory that is read or written next. A product, which keeps the arithmetic busy and the memory idle, fetches it on the
/// way: a little with each tile, for a burst of requests would hold up the loads between them.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="first">An array's part.</param>
/// <param name="second">Another's.</param>
public ref struct Ahead<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second)
    where T : unmanaged
{
    private const int Line = 64;
    private readonly ref byte _first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(first));
    private readonly ref byte _second = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(second));
    private readonly int _firstLength = first.Length * Unsafe.SizeOf<T>(), _length = (first.Length + second.Length) * Unsafe.SizeOf<T>();
    private int _position;

    /// <summary>The lines of cache to fetch with each of so many tiles.</summary>
    internal readonly int LinesOver(int tiles) => tiles == 0 ? 0 : (_length + (tiles * Line) - 1) / (tiles * Line);

    /// <summary>Asks for the next lines, until all are on their way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Fetch(int lines)
    {
        if (!Sse.IsSupported)
            return;
        for (; lines > 0 && _position < _length; lines--, _position += Line)
        {
            ref var start = ref _position < _firstLength ? ref Unsafe.Add(ref _first, _position) : ref Unsafe.Add(ref _second, _position - _firstLength);
            Sse.Prefetch1(Unsafe.AsPointer(ref start));
        }
    }
}
