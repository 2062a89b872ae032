using System.Collections.Immutable;
using System.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// A network made ready to run: its parameters in T, laid out for the kernels. Read by all threads; refreshed between
/// iterations.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>N, rows of the state.</summary>
    public abstract int StateRows { get; }

    /// <summary>Rows that a forward step saves for the backward step.</summary>
    public abstract int SavedRows { get; }

    /// <summary>Rows of a step's delta.</summary>
    public abstract int DeltaRows { get; }

    /// <summary>How the deltas become gradients.</summary>
    public abstract ImmutableArray<GradientRule> GradientRules { get; }

    /// <summary>The state before the first step, one a unit. [N]</summary>
    public abstract ReadOnlySpan<T> InitialState { get; }

    /// <summary>The array that holds the initial state, where it is a parameter.</summary>
    public abstract ParameterSlice? InitialStateSlice { get; }

    /// <summary>Takes new parameter values.</summary>
    public abstract void Refresh(Parameters parameters);

    /// <summary>One step forward.</summary>
    public abstract void Step(in StepFrame<T> frame);

    /// <summary>One step back: the exact derivative of <see cref="Step"/>.</summary>
    public abstract void StepBackward(in BackwardFrame<T> frame);
}
