using System.Runtime.InteropServices;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Noise;

public sealed class PhiloxTests
{
    // The known answers that Random123 publishes for philox4x32, 10 rounds: counter, key, result.
    [Theory]
    [InlineData(new uint[] { 0, 0, 0, 0 }, 0UL, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(
        new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
        0xffffffff_ffffffffUL,
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(
        new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
        0x299f31d0_a4093822UL,
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void A_block_is_the_published_known_answer(uint[] counter, ulong key, uint[] expected)
    {
        uint c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
        Philox.Block(ref c0, ref c1, ref c2, ref c3, key);
        Assert.Equal(expected, new[] { c0, c1, c2, c3 });
        Assert.Equal(expected, EvenLane<Words512, Lanes512<float>>(counter, key));
        Assert.Equal(expected, EvenLane<Words256, Lanes256<float>>(counter, key));
        Assert.Equal(expected, EvenLane<Words128, Lanes128<float>>(counter, key));
    }

    private static uint[] EvenLane<TWords, TFloat>(uint[] counter, ulong key)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
    {
        var c = counter.Select(TWords.Broadcast).ToArray();
        Philox.Block<TWords, TFloat>(ref c[0], ref c[1], ref c[2], ref c[3], key);
        return [.. c.Select(word =>
        {
            var lanes = new uint[16];
            word.Store(ref MemoryMarshal.GetArrayDataReference(lanes));
            for (var i = 2; i < 16; i += 2)
                Assert.Equal(lanes[0], lanes[i]);
            return lanes[0];
        })];
    }
}
