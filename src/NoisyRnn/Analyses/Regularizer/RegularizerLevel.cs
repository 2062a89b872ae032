namespace NoisyRnn.Analyses;

/// <summary>The excess loss of a network at one level of its noise, by simulation and by the second order.</summary>
/// <param name="Level">r = s/s0, or s where the network was trained without noise.</param>
/// <param name="Sigma">s, in the scale of the source.</param>
/// <param name="Measured">E l - l_0 over the trials, by simulation; not finite where paths left the numbers.</param>
/// <param name="Error">Its standard error over draws; the trials are the same as the prediction's.</param>
/// <param name="Predicted">r^2 (P + Q)/2.</param>
public sealed record RegularizerLevel(double Level, double Sigma, double Measured, double Error, double Predicted)
{
    /// <summary>R = (E l - l_0)/r^2, by simulation.</summary>
    internal double Ratio => Measured / (Level * Level);
}
