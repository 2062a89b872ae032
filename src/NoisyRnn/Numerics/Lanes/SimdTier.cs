namespace NoisyRnn.Numerics;

/// <summary>The width of the machine's registers that the kernels use. Results do not depend on it.</summary>
public enum SimdTier
{
    /// <summary>128-bit registers (Arm64, or x64 without AVX2).</summary>
    Bits128,

    /// <summary>256-bit registers with fused multiply-add (AVX2 + FMA).</summary>
    Bits256,

    /// <summary>512-bit registers (AVX-512).</summary>
    Bits512,
}
