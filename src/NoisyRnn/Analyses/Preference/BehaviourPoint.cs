using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>How a network behaves at one noise level.</summary>
/// <param name="Level">r = s/s0; 0 for networks trained without noise.</param>
/// <param name="Sigma">The absolute level s, in the scale of the experiment's noise.</param>
/// <param name="Behaviour">What the task says.</param>
public sealed record BehaviourPoint(double Level, double Sigma, Behaviour Behaviour);
