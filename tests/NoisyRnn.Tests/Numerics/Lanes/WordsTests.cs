using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Every operation of every leaf of words against its scalar definition.</summary>
public sealed class WordsTests
{
    private const int Count = 16;

    [Fact]
    public void Words512_do_what_the_interface_says() => CheckAll<Words512, Lanes512<float>>();

    [Fact]
    public void Words256_do_what_the_interface_says() => CheckAll<Words256, Lanes256<float>>();

    [Fact]
    public void Words128_do_what_the_interface_says() => CheckAll<Words128, Lanes128<float>>();

    private static void CheckAll<TWords, TFloat>()
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
    {
        var random = new Random(5);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var x = Enumerable.Range(0, Count).Select(_ => (uint)random.NextInt64(1L << 32)).ToArray();
            var y = Enumerable.Range(0, Count).Select(_ => (uint)random.NextInt64(1L << 32)).ToArray();
            (x[0], y[0], x[2], y[2], x[4]) = (uint.MaxValue, uint.MaxValue, 0, uint.MaxValue, 0x80000000);
            TWords a = TWords.Load(in x[0]), b = TWords.Load(in y[0]);

            Same<TWords, TFloat>(i => x[i], a);
            Same<TWords, TFloat>(i => 0xDEADBEEF, TWords.Broadcast(0xDEADBEEF));
            Same<TWords, TFloat>(i => x[i] ^ y[i], a ^ b);
            Same<TWords, TFloat>(i => (uint)((ulong)x[i & ~1] * y[i & ~1] >> (32 * (i & 1))), TWords.MultiplyEven(a, b));
            Same<TWords, TFloat>(i => i % 2 == 0 ? x[i + 1] : 0, TWords.OddToEven(a));
            Same<TWords, TFloat>(i => i % 2 == 0 ? x[i] : y[i - 1], TWords.Interleave(a, b));
            Same<TWords, TFloat>(i => x[i] << 5, TWords.ShiftLeft(a, 5));
            Same<TWords, TFloat>(i => x[i] >> 7, TWords.ShiftRight(a, 7));
            Same<TWords, TFloat>(i => x[i] >> 31 == 1 ? uint.MaxValue : 0, TWords.SpreadSign(a));

            var floats = new float[Count];
            TWords.ToFloat(a).Store(ref floats[0]);
            Assert.Equal(x.Select(w => (float)(int)w), floats);
            TWords.AsFloat(a).Store(ref floats[0]);
            Assert.Equal(x, floats.Select(BitConverter.SingleToUInt32Bits));
        }
    }

    private static void Same<TWords, TFloat>(Func<int, uint> expected, TWords actual)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
    {
        var words = new uint[Count];
        actual.Store(ref words[0]);
        Assert.Equal(Enumerable.Range(0, Count).Select(expected), words);
    }
}
