using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class ScalarTextTests
{
    // Bits and texts of RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000UL, "0")]
    [InlineData(0x8000000000000000UL, "0")]
    [InlineData(0x0000000000000001UL, "5e-324")]
    [InlineData(0x8000000000000001UL, "-5e-324")]
    [InlineData(0x7fefffffffffffffUL, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000UL, "9007199254740992")]
    [InlineData(0x4430000000000000UL, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5UL, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6UL, "1e+23")]
    [InlineData(0x444b1ae4d6e2ef4eUL, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50UL, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8cUL, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8dUL, "0.000001")]
    [InlineData(0x41b3de4355555553UL, "333333333.3333332")]
    [InlineData(0xbecbf647612f3696UL, "-0.0000033333333333333333")]
    public void Doubles_are_written_as_rfc_8785_says(ulong bits, string expected) =>
        Assert.Equal(expected, ScalarText.Of(BitConverter.UInt64BitsToDouble(bits)));

    [Fact]
    public void Every_finite_double_reads_back_to_the_same_bits() =>
        Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<ulong>>(), any =>
        {
            ulong bits = any.Item;
            double value = BitConverter.UInt64BitsToDouble(bits);
            return !double.IsFinite(value) || value == 0
                || (ScalarText.TryDouble(ScalarText.Of(value), out double again) && BitConverter.DoubleToUInt64Bits(again) == bits);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
}
