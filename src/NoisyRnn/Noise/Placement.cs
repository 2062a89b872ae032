using System.ComponentModel;

namespace NoisyRnn.Noise;

/// <summary>Where a noise term stands in the step (spec: h' = (1-g) h + g f(W h + W_in u + b), z = W_out h' + b_out).</summary>
public enum Placement
{
    /// <summary>Inside the activation: f(a + s xi).</summary>
    [Description("inside the activation: f(a + s xi)")]
    Inside,

    /// <summary>Outside the activation, integrated like it: g (f(a) + s xi).</summary>
    [Description("outside the activation, integrated like it: g (f(a) + s xi)")]
    Outside,

    /// <summary>Added to the new state as it is: h' + s xi.</summary>
    [Description("on the new state as it is: h' + s xi")]
    State,

    /// <summary>Added to the input: u + s xi.</summary>
    [Description("on the input: u + s xi")]
    Input,

    /// <summary>Added to the output, not integrated: z + s xi.</summary>
    [Description("on the output, not integrated: z + s xi")]
    Readout,

    /// <summary>Fed back: the next step reads h' + s xi, the readout of this step h'.</summary>
    [Description("fed back: the next step reads h' + s xi, the readout of this one h'")]
    Feedback,
}
