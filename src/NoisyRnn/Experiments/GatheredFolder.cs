namespace NoisyRnn.Experiments;

/// <summary>What came from one folder of runs.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="New">Results that were not there yet.</param>
/// <param name="Results">Results that it holds.</param>
/// <param name="Models">Networks that were not there yet.</param>
public sealed record GatheredFolder(string Folder, int New, int Results, int Models);
