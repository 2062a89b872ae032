namespace NoisyRnn.Analyses;

/// <summary>What the user says of recorded outputs beside the file; null where the file says it, or it can be told.</summary>
public sealed record RecordedForm
{
    /// <summary>What the outputs are.</summary>
    public OutputKind? OutputsAre { get; init; }

    /// <summary>The axes of the outputs, in their order: "levels draws trials steps outputs".</summary>
    public string? Axes { get; init; }

    /// <summary>s0: the level of the training noise, in the unit of the levels.</summary>
    public double? TrainingLevel { get; init; }
}
