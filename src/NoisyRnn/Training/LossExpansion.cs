namespace NoisyRnn.Training;

/// <summary>Readouts z + e z1 + e^2 z2 of one step of one trial, where a loss is expanded, and what comes of it.</summary>
/// <param name="outputs">O.</param>
/// <param name="orders">1, without z2, or 2.</param>
internal sealed class LossExpansion(int outputs, int orders)
{
    /// <summary>z. [O]</summary>
    public double[] Readout { get; } = new double[outputs];

    /// <summary>[O]</summary>
    public double[] Target { get; } = new double[outputs];

    /// <summary>[O]</summary>
    public double[] Mask { get; } = new double[outputs];

    /// <summary>z1, z2. [orders][O]</summary>
    public double[] Orders { get; } = new double[orders * outputs];

    /// <summary>Receives the derivative by z. [O]</summary>
    public double[] ByReadout { get; } = new double[outputs];

    /// <summary>Receives the derivatives by z1 and z2. [orders][O]</summary>
    public double[] ByOrders { get; } = new double[orders * outputs];

    /// <summary>z1. [O]</summary>
    public ReadOnlySpan<double> First => Orders.AsSpan(0, outputs);

    /// <summary>z2; empty where there is none. [O]</summary>
    public ReadOnlySpan<double> Second => Orders.AsSpan(outputs);
}
