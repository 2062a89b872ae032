using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>f(a) = a: the linear network, for which noise inside and outside are the same.</summary>
public sealed record Identity : LaneActivation<Identity.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "identity(a) = a";

    private protected override Kernel Function => default;

    internal override bool HasCurvature => true;

    internal override void Curvature<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third) =>
        Elementwise.Curve(Function, value, slope, second, third);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => a;

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        a.CopyTo(mean);
        slope[..a.Length].Fill(1);
        for (var i = 0; i < a.Length; i++)
            variance[i] = s[i] * s[i];
    }

    internal override Activation SmoothedForm(double sigma) => this;

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ISmoothLaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = TL.Broadcast(T.One);
            return x;
        }

        /// <inheritdoc/>
        /// <remarks>Both are 0.</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Curvature<TL, T>(TL value, TL slope, out TL third)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            third = TL.Broadcast(T.Zero);
            return third;
        }
    }
}
