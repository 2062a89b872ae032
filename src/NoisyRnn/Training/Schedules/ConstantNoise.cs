namespace NoisyRnn.Training;

/// <summary>The levels of the sources, in every iteration and trial.</summary>
public sealed record ConstantNoise : NoiseSchedule
{
    internal override bool Varies => false;

    internal override string Equation => "";
}
