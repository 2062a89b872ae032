namespace NoisyRnn.Training;

/// <summary>What a sum of weighted squared errors is divided by.</summary>
public enum ErrorMean
{
    /// <summary>The sum of the weights (masks).</summary>
    Weights,

    /// <summary>The number of steps, outputs and trials, whatever their weights.</summary>
    Elements,
}
