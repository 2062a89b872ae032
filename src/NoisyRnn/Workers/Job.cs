namespace NoisyRnn.Workers;

/// <summary>One piece of work for a worker: small enough for one core.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Work">Does it; gets the worker's number and stops, by an OperationCanceledException, when asked to.</param>
public sealed record Job(string Name, Action<int, CancellationToken> Work);
