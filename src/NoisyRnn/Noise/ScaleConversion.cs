namespace NoisyRnn.Noise;

/// <summary>Converts a noise level between the meanings of sigma (spec 1, section 6).</summary>
public static class ScaleConversion
{
    /// <summary>Standard deviation of the term in the step's equation, per unit of sigma.</summary>
    /// <param name="scale">Meaning of sigma.</param>
    /// <param name="placement">Where the term stands; a term on the state, or fed back, is not multiplied by alpha; the others but readout are.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constant, in the unit of dt.</param>
    public static double Factor(NoiseScale scale, Placement placement, double dt, double tau)
    {
        var alpha = dt / tau;
        var factor = scale switch
        {
            NoiseScale.PerStep => 1,
            NoiseScale.SqrtDt => tau / Math.Sqrt(dt),
            _ => Math.Sqrt(2 / alpha),
        };
        return placement is (Placement.State or Placement.Feedback) && scale != NoiseScale.PerStep ? alpha * factor : factor;
    }

    /// <summary>The level that is the same noise in another scale.</summary>
    public static double Convert(double sigma, NoiseScale from, NoiseScale to, Placement placement, double dt, double tau) =>
        sigma * Factor(from, placement, dt, tau) / Factor(to, placement, dt, tau);

    /// <summary>
    /// Stationary standard deviation of an isolated leaky unit of local slope 1: s sqrt(alpha/(2-alpha)) for a term that is
    /// multiplied by alpha, s / sqrt(alpha (2-alpha)) for one that is not; of noise fed back that of the state which the next step reads: the readout
    /// sees 1-alpha of it.
    /// </summary>
    public static double StationaryDeviation(double sigma, NoiseScale scale, Placement placement, double dt, double tau)
    {
        var alpha = dt / tau;
        var perStep = sigma * Factor(scale, placement, dt, tau);
        return placement switch
        {
            Placement.State or Placement.Feedback => perStep / Math.Sqrt(alpha * (2 - alpha)),
            Placement.Readout => perStep,
            _ => perStep * Math.Sqrt(alpha / (2 - alpha)),
        };
    }
}
