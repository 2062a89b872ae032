namespace NoisyRnn.Runs;

/// <summary>Who computes a run, and how far it is.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="Process">The process's number there.</param>
/// <param name="Since">When it took the run, by that machine's clock.</param>
/// <param name="Heartbeat">How far it was at its last heartbeat, one in 15 s; null before the first.</param>
public sealed record RunHolder(string Host, int Process, DateTimeOffset Since, Heartbeat? Heartbeat);
