namespace NoisyRnn.Networks;

/// <summary>
/// One layer of a network's step, h' = h + d (L h + f(W h + U u + b)), with L a matrix, -I (a leak) or nothing, and W a matrix, or
/// nothing where no state is read: where its arrays stand. d is <see cref="Network.StepSizes"/>.
/// </summary>
/// <param name="Activations">f of each unit.</param>
/// <param name="Input">U; of a layer after the first it reads the layer before.</param>
/// <param name="Bias">b.</param>
internal sealed record DriftLayer(UnitActivations Activations, ParameterSlice Input, ParameterSlice Bias)
{
    /// <summary>W; null in a feed-forward layer.</summary>
    public ParameterSlice? Recurrent { get; init; }

    /// <summary>The factors of W; null where it has none.</summary>
    public LowRankFactors? Factors { get; init; }

    /// <summary>L; null where it is -I or nothing.</summary>
    public ParameterSlice? Linear { get; init; }

    /// <summary>Whether L is -I.</summary>
    public bool Leaks { get; init; }

    /// <summary>h before the first step; null where it is 0.</summary>
    public ParameterSlice? InitialState { get; init; }

    /// <summary>N.</summary>
    public int Units => Bias.Rows;

    /// <summary>L, whatever it is. [N, N]</summary>
    /// <param name="effective">The effective parameters.</param>
    public double[] LinearPart(Parameters effective)
    {
        if (Linear is not null)
            return effective[Linear].ToArray();
        var matrix = new double[Units * Units];
        for (var i = 0; i < Units && Leaks; i++)
            matrix[i * (Units + 1)] = -1;
        return matrix;
    }
}
