namespace NoisyRnn.Networks;

/// <summary>Units that stand behind one another and have something in common.</summary>
/// <param name="Name">"excitatory", "inhibitory"; "all" where there is one group.</param>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
public sealed record UnitGroup(string Name, int First, int Count);
