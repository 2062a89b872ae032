namespace NoisyRnn.Training;

/// <summary>Each trial has all levels times a number of its own, uniform from 0 to 1.</summary>
public sealed record RandomNoise : NoiseSchedule
{
    internal override bool IsRandomPerTrial => true;

    internal override string Equation => "all levels times u ~ U(0,1], one u a trial";
}
