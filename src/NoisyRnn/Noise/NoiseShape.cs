namespace NoisyRnn.Noise;

/// <summary>How many rows noise has at each placement of a network.</summary>
/// <param name="Inside">Pre-activations: N, or all gates' in a gated network.</param>
/// <param name="Outside">Values of activations, likewise.</param>
/// <param name="State">N.</param>
/// <param name="Inputs">I.</param>
/// <param name="Outputs">O.</param>
public readonly record struct NoiseShape(int Inside, int Outside, int State, int Inputs, int Outputs)
{
    /// <summary>The rows at a placement.</summary>
    public int this[Placement placement] => placement switch
    {
        Placement.Inside => Inside,
        Placement.Outside => Outside,
        Placement.State => State,
        Placement.Input => Inputs,
        _ => Outputs,
    };

    /// <summary>The rows of a term.</summary>
    public int this[NoiseTerm term] => term <= NoiseTerm.Readout ? this[(Placement)term] : State;
}
