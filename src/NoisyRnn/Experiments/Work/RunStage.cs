using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>A stage of a run, by the hash that its result and its model are stored under: runs that differ in a later stage alone share it.</summary>
/// <param name="Name">train, sweep, ...</param>
/// <param name="Hash">The hash.</param>
public sealed record RunStage(string Name, StageHash Hash);
