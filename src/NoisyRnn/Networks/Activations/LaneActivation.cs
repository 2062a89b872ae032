using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>An activation whose kernel is a function over lanes.</summary>
/// <typeparam name="TFunction">The kernel.</typeparam>
public abstract record LaneActivation<TFunction> : Activation
    where TFunction : struct, ILaneFunction
{
    /// <summary>The kernel with its constants.</summary>
    private protected abstract TFunction Function { get; }

    /// <inheritdoc/>
    public sealed override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) =>
        Elementwise.Apply(Function, a, value, slope);

    /// <inheritdoc/>
    public sealed override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) =>
        Elementwise.Apply(Function, a, value, slope);
}
