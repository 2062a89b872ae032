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
    /// <summary>Rows of the state: N, the hidden state, and perhaps more.</summary>
    public abstract int StateRows { get; }

    /// <summary>Rows of memory that a step needs for itself.</summary>
    public virtual int ScratchRows => 0;

    /// <summary>Rows that a forward step saves for the backward step.</summary>
    public abstract int SavedRows { get; }

    /// <summary>Rows of a step's delta.</summary>
    public abstract int DeltaRows { get; }

    /// <summary>
    /// Orders of an expansion h + e h1 + e^2 h2 that the state carries beside h, N rows each and in this order; the readout reads them
    /// too, without its bias. 0 for none.
    /// </summary>
    public virtual int Orders => 0;

    /// <summary>Whether a step back tells the gradient of the noise too: it fills <see cref="BackwardFrame{T}.NoiseGradient"/>.</summary>
    public virtual bool TellsNoiseGradients => false;

    /// <summary>How the deltas become gradients.</summary>
    public abstract ImmutableArray<GradientRule> GradientRules { get; }

    /// <summary>The state before the first step. [state rows]</summary>
    public abstract ReadOnlySpan<T> InitialState { get; }

    /// <summary>The array that holds the initial state, where it is a parameter.</summary>
    public virtual ParameterSlice? InitialStateSlice => null;

    /// <summary>Takes new values of the effective parameters.</summary>
    public abstract void Refresh(Parameters effective);

    /// <summary>One step forward.</summary>
    public abstract void Step(in StepFrame<T> frame);

    /// <summary>One step back: the exact derivative of <see cref="Step"/>.</summary>
    public abstract void StepBackward(in BackwardFrame<T> frame);
}
