namespace NoisyRnn.Analyses;

/// <summary>The loss of one network at one test-noise level (spec: loss = bias^2 + variance exactly).</summary>
/// <param name="Level">r = s/s0 where the network was trained with noise s0 &gt; 0; the absolute level s where s0 = 0.</param>
/// <param name="Sigma">The absolute test level s, in the scale of the experiment's noise.</param>
/// <param name="Loss">Mean loss over conditions and draws.</param>
/// <param name="BiasSquared">Unbiased estimate of the squared bias, never clipped (may be slightly negative).</param>
/// <param name="Variance">Mean over conditions of the unbiased variance over draws.</param>
/// <param name="EvenLoss">Loss over the even draws: the preferred level is chosen on these.</param>
/// <param name="OddLoss">Loss over the odd draws: the gain D is measured on these.</param>
public sealed record SweepPoint(
    double Level, double Sigma, double Loss, double BiasSquared, double Variance, double EvenLoss, double OddLoss);
