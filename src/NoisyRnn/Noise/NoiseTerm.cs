namespace NoisyRnn.Noise;

/// <summary>A place in the executed step that noise fills: a placement, or a factor of state, drift or step.</summary>
public enum NoiseTerm
{
    /// <summary>f(a + term).</summary>
    Inside,

    /// <summary>f(a) + term.</summary>
    Outside,

    /// <summary>h' + term.</summary>
    State,

    /// <summary>u + term.</summary>
    Input,

    /// <summary>z + term.</summary>
    Readout,

    /// <summary>h' + term, as the next step reads it.</summary>
    Feedback,

    /// <summary>f(a (1 + term)): multiplicative noise inside.</summary>
    InsideFactor,

    /// <summary>f(a) (1 + term): multiplicative noise outside.</summary>
    OutsideFactor,

    /// <summary>h' + term h: multiplicative and common-scalar noise.</summary>
    StateFactor,

    /// <summary>h' + term f: drift-multiplicative noise.</summary>
    DriftFactor,

    /// <summary>h + dt term f: the released program's factor of the step, 1 where there is none.</summary>
    StepFactor,
}
