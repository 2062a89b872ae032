namespace NoisyRnn.Executors;

/// <summary>Where a piece is that was handed to Slurm.</summary>
/// <param name="Job">The job and the element: 12_3.</param>
/// <param name="Node">Where the element runs; empty where it does not.</param>
/// <param name="Reason">Why it waits, as Slurm calls it; empty where it does not.</param>
/// <param name="Lost">What became of an element that ended without a word; null where it waits or runs.</param>
public sealed record SubmittedPiece(string Job, string Node, string Reason, string? Lost = null);
