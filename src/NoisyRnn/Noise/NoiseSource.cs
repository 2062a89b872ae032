using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Noise;

/// <summary>One independent Gaussian noise: where it enters, how strong it is, and what its number means.</summary>
public sealed record NoiseSource
{
    /// <summary>Where the noise enters.</summary>
    [Description("where the noise enters: inside or outside the activation, on the state, the input or the readout")]
    public Placement Placement { get; init; } = Placement.Inside;

    /// <summary>Noise level sigma, one number or one a unit.</summary>
    [Description("noise level, in the meaning given by scale; one number, or one a unit")]
    [Range(0, double.MaxValue)]
    public ImmutableArray<double> Sigma { get; init; } = [0.0];

    /// <summary>What sigma means.</summary>
    [Description("what sigma means: the standard deviation per step, per square root of time, or Yang's sqrt(2/alpha) form")]
    public NoiseScale Scale { get; init; } = NoiseScale.PerStep;

    /// <summary>Whether any unit's level is above zero.</summary>
    public bool IsActive() => Sigma.Any(static s => s > 0);

    /// <summary>The same source with every level multiplied by a factor.</summary>
    public NoiseSource Scaled(double factor) => this with { Sigma = [.. Sigma.Select(s => s * factor)] };

    /// <summary>The standard deviation of the term in the step's equation. [units]</summary>
    /// <param name="units">Number of units (inputs, outputs) at the placement.</param>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <param name="tau">Time constant of each unit; one entry or one a unit.</param>
    public double[] PerStepDeviation(int units, double dt, ImmutableArray<double> tau)
    {
        if (Sigma.Length != 1 && Sigma.Length != units)
            throw new Formats.InputException($"noise.sigma: {Sigma.Length} levels for {units} units; allowed is one level, or one a unit");
        if (Scale != NoiseScale.PerStep && Placement == Placement.Readout)
            throw new Formats.InputException("noise.scale: readout noise is not integrated over time; allowed is per-step");
        if (Scale != NoiseScale.PerStep && Placement == Placement.Input && tau.Length != 1)
            throw new Formats.InputException("noise.scale: input noise with a tau for each unit; allowed is per-step, or a single tau");
        var deviation = new double[units];
        for (var i = 0; i < units; i++)
            deviation[i] = Sigma[Sigma.Length == 1 ? 0 : i] * ScaleConversion.Factor(Scale, Placement, dt, tau[tau.Length == 1 ? 0 : i]);
        return deviation;
    }
}
