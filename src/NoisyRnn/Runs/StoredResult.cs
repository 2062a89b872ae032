using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>One result in the store: which stage of which run it is, and where its body stands.</summary>
/// <param name="Run">The run's hash.</param>
/// <param name="Stage">The stage: train, sweep, ...</param>
/// <param name="Checksum">The checksum of run, stage and body.</param>
/// <param name="File">The file of results.</param>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Offset">The body's first byte in the file.</param>
/// <param name="Length">The body's length in bytes.</param>
/// <param name="Seconds">How long it took, as the writer said; null where it did not.</param>
public sealed record StoredResult(
    StageHash Run, string Stage, string Checksum, string File, int Line, long Offset, int Length, double? Seconds = null);
