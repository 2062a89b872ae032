namespace NoisyRnn.Analyses;

/// <summary>The time constants of the units of a population, in the unit of tau.</summary>
/// <param name="Name">"all", "excitatory", "inhibitory".</param>
/// <param name="Start">Their mean before training.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="GeometricMean">exp of the mean of ln tau.</param>
/// <param name="Lowest">The smallest.</param>
/// <param name="Highest">The largest.</param>
public sealed record PopulationTau(string Name, double Start, double Mean, double GeometricMean, double Lowest, double Highest);
