using System.Collections.Immutable;
using System.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// tau times a drift, ready to run: its parameters in T, laid out for the kernels. Read by all threads; refreshed between
/// iterations.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class DriftKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows that <see cref="Evaluate"/> saves for <see cref="EvaluateBackward"/>.</summary>
    public abstract int SavedRows { get; }

    /// <summary>Rows of the deltas.</summary>
    public abstract int DeltaRows { get; }

    /// <summary>How the deltas become gradients; <see cref="GradientSource.State"/> is the state that the drift was evaluated at.</summary>
    public abstract ImmutableArray<GradientRule> GradientRules { get; }

    /// <summary>The state before the first step, one a unit. [N]</summary>
    public abstract ReadOnlySpan<T> InitialState { get; }

    /// <summary>The array that holds the initial state, where it is a parameter.</summary>
    public virtual ParameterSlice? InitialStateSlice => null;

    /// <summary>Takes new values of the effective parameters.</summary>
    public abstract void Refresh(Parameters effective);

    /// <summary>Evaluates tau f(h, u).</summary>
    public abstract void Evaluate(in DriftFrame<T> frame);

    /// <summary>The exact derivative of <see cref="Evaluate"/>.</summary>
    public abstract void EvaluateBackward(in DriftBackwardFrame<T> frame);
}
