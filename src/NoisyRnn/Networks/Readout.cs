namespace NoisyRnn.Networks;

/// <summary>r of the output y = r(z) of a readout z.</summary>
public enum Readout
{
    /// <summary>y = z.</summary>
    Identity,

    /// <summary>y = 1 / (1 + exp(-z)).</summary>
    Sigmoid,
}
