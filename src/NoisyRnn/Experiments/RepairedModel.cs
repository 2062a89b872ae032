using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>A network of a file that was repaired.</summary>
/// <param name="Path">The model file that was written.</param>
/// <param name="Losses">What it loses; null without trials.</param>
/// <param name="Remarks">What was taken for granted, a sentence each.</param>
public sealed record RepairedModel(string Path, RepairedLosses? Losses, ImmutableArray<string> Remarks);

/// <summary>Test losses of a network and of what it was repaired to.</summary>
/// <param name="Noisy">Of the network as it is, under its training noise.</param>
/// <param name="Silent">Without noise.</param>
/// <param name="Repaired">Of the repaired network, without noise.</param>
public sealed record RepairedLosses(double Noisy, double Silent, double Repaired);
