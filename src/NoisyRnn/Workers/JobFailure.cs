namespace NoisyRnn.Workers;

/// <summary>A job that threw.</summary>
/// <param name="Name">The job's name.</param>
/// <param name="Error">What it threw.</param>
public sealed record JobFailure(string Name, Exception Error);
