namespace NoisyRnn.Networks;

/// <summary>
/// One layer of leaky units, which the predictions of spec 1, section 3, are made for: where its arrays stand. The leak stands behind the
/// activation (the rate form), h' = h + d (f(a) - h) with a = W h + U u + b, and h is read; or before it (the current form),
/// x' = x + d (W f(x) + U u + b - x), and f(x') is read: the state is [f(x); x]. d is <see cref="Network.StepSizes"/>.
/// </summary>
/// <param name="Activations">f of each unit.</param>
/// <param name="Input">U; of a layer after the first it reads the layer before.</param>
/// <param name="Bias">b.</param>
internal sealed record LeakyLayer(UnitActivations Activations, ParameterSlice Input, ParameterSlice Bias)
{
    /// <summary>W; null in a feed-forward layer.</summary>
    public ParameterSlice? Recurrent { get; init; }

    /// <summary>The factors of W; null where it has none.</summary>
    public LowRankFactors? Factors { get; init; }

    /// <summary>h or x before the first step; null where it is 0.</summary>
    public ParameterSlice? InitialState { get; init; }

    /// <summary>Whether the leak stands before the activation, which then reads noise of many steps; only in a recurrent network of one layer.</summary>
    public bool LeaksFirst { get; init; }
}
