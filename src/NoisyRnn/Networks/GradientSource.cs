namespace NoisyRnn.Networks;

/// <summary>What a delta is multiplied with in a weight's gradient.</summary>
public enum GradientSource
{
    /// <summary>Nothing: the gradient is the delta's sum (a bias).</summary>
    None,

    /// <summary>The state before the step.</summary>
    State,

    /// <summary>The state after the step.</summary>
    NextState,

    /// <summary>The step's input, with its noise.</summary>
    Input,

    /// <summary>What the forward step saved.</summary>
    Saved,
}
