namespace NoisyRnn.Analyses;

/// <summary>What is found of each test trial, in their order.</summary>
/// <param name="trials">Their number.</param>
internal sealed class MarginDistances(int trials)
{
    /// <summary>Whether it is answered rightly.</summary>
    public bool[] Right { get; } = new bool[trials];

    /// <summary>The norm of its inputs.</summary>
    public double[] InputNorms { get; } = new double[trials];

    /// <summary>m.</summary>
    public double[] Outputs { get; } = new double[trials];

    /// <summary>The distance were the network linear.</summary>
    public double[] Local { get; } = new double[trials];

    /// <summary>The distance within which nothing changes, by the bound.</summary>
    public double[] Certified { get; } = new double[trials];

    /// <summary>The norm of the smallest perturbation found.</summary>
    public double[] Measured { get; } = new double[trials];
}
