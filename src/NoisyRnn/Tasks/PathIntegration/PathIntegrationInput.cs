namespace NoisyRnn.Tasks;

/// <summary>What a path integrator is told of its movement.</summary>
public enum PathIntegrationInput
{
    /// <summary>Two channels: v_x and v_y, in units of the mean speed.</summary>
    Velocity,

    /// <summary>Three channels: the speed in units of the mean speed, and sine and cosine of the heading.</summary>
    SpeedAndHeading,
}
