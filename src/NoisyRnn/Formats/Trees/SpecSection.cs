namespace NoisyRnn.Formats;

/// <summary>One section of a spec as help shows it: a key that holds keys of its own.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">The record behind it, or behind each item of the list; an abstract one has kinds.</param>
/// <param name="IsList">Whether it is a list of them.</param>
/// <param name="Description">What it is.</param>
public sealed record SpecSection(string Name, Type Type, bool IsList, string Description);
