using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NoisyRnn.Numerics;

/// <summary>Tells the tier of this process.</summary>
public static class Simd
{
    /// <summary>The tier in use; <c>DOTNET_EnableAVX512=0</c> or <c>DOTNET_EnableAVX2=0</c> lowers it.</summary>
    public static SimdTier Tier =>
        Vector512.IsHardwareAccelerated ? SimdTier.Bits512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? SimdTier.Bits256
        : SimdTier.Bits128;
}
