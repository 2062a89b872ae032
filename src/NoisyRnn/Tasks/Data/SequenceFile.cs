using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>What a file of sequences holds: one table, or the tables of training, validation (null where there is none) and test.</summary>
/// <param name="Parts">The tables.</param>
internal sealed record SequenceFile(ImmutableArray<SequenceTable?> Parts);
