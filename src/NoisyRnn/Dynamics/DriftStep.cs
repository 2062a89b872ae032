using System.Numerics;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Dynamics;

/// <summary>The step size of each unit, d: dt/tau, or a parameter of its own.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class DriftStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _sizes;

    /// <summary>Reads a network's steps.</summary>
    public DriftStep(DrivenNetwork network, ParameterLayout layout, double dt)
    {
        Slice = network.StepSlice(layout);
        var tau = network.TimeConstants;
        _sizes = [.. Enumerable.Range(0, network.Units).Select(i => T.CreateTruncating(dt / tau[tau.Length == 1 ? 0 : i]))];
    }

    /// <summary>The parameter; null where there is none.</summary>
    public ParameterSlice? Slice { get; }

    /// <summary>Whether training changes the steps.</summary>
    public bool IsTrained => Slice is { Trainable: true };

    /// <summary>d. [N]</summary>
    public ReadOnlySpan<T> Sizes => _sizes;

    /// <summary>Takes new values.</summary>
    public void Refresh(Parameters effective)
    {
        if (Slice is not null)
            Matrices.Round(effective[Slice], _sizes);
    }
}
