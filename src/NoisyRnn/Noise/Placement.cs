namespace NoisyRnn.Noise;

/// <summary>Where a noise term stands in the step (spec: h' = (1-g) h + g f(W h + W_in u + b), z = W_out h' + b_out).</summary>
public enum Placement
{
    /// <summary>Inside the activation: f(a + s xi).</summary>
    Inside,

    /// <summary>Outside the activation, integrated like it: g (f(a) + s xi).</summary>
    Outside,

    /// <summary>Added to the new state as it is: h' + s xi.</summary>
    State,

    /// <summary>Added to the input: u + s xi.</summary>
    Input,

    /// <summary>Added to the output, not integrated: z + s xi.</summary>
    Readout,
}
