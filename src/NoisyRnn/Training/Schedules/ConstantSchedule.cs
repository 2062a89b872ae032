namespace NoisyRnn.Training;

/// <summary>Always 1.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override double Factor(double progress) => 1;
}
