using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The silent network that follows, to leading order in g, the mean of the noisy one: its activation averaged over the noise
/// inside it, F(a) = E f(a + s0 xi) (spec 1, section 3).
/// </summary>
internal static class SilentMean
{
    /// <summary>Added to the revision of what reads it: of networks that had none before.</summary>
    internal static int RevisionOf(Setup setup) =>
        setup.Noise.Any(static source => source.Placement == Placement.Inside && source.IsActive()) ? setup.Network.SmoothedRevision : 0;

    /// <summary>The network; null where there is no noise inside it, units of a layer differ in their noise without having learnt it, or it has no such form.</summary>
    /// <param name="setup">The network and its training noise.</param>
    /// <param name="law">
    /// The law of the noise, for one that it was not trained with; null for its own. Of several sources inside only Gaussian
    /// ones have a sum of known law.
    /// </param>
    public static Network? Of(Setup setup, NoiseDistribution? law = null)
    {
        var inside = setup.Noise.Where(static source => source.Placement == Placement.Inside && source.IsActive()).ToArray();
        var tau = setup.Network.TimeConstants;
        if (inside.Length == 0 || inside.Any(static source => source.Kind != NoiseKind.Additive) || tau.Distinct().Count() > 1 || (setup.Network.TrainsTau && setup.Network.LeakyLayers() is [{ LeaksFirst: true }]))
            return null;
        var byUnit = inside.Any(static source => source.Sigma.Distinct().Count() > 1);
        // Of levels that a file gives by unit the stored results have none.
        if (byUnit && setup.LearntSource is null)
            return null;
        var distributions = inside.Select(source => law ?? source.Distribution).Distinct().ToArray();
        if (distributions.Length > 1 || (inside.Length > 1 && distributions[0] != NoiseDistribution.Gaussian))
            return null;
        double[][] deviations = [.. inside.Select(source => setup.Network.ArgumentDeviations(source, setup.Dt))];
        if (!byUnit && inside.All(source => source.Layer is null || setup.Network.NoiseShape(1, 1).LayersAt(Placement.Inside) == 1))
            return setup.Network.Smoothed(Sum(0), distributions[0]);
        return distributions[0] == NoiseDistribution.Gaussian ? setup.Network.SmoothedByUnit([.. Enumerable.Range(0, deviations[0].Length).Select(Sum)]) : null;

        double Sum(int row) => Math.Sqrt(deviations.Sum(source => source[row] * source[row]));
    }
}
