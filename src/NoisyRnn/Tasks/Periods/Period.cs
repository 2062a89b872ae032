using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>A period of a trial: fixation, stimulus, delay, response.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Times">How long it takes, in the unit of dt and tau; of several times each trial draws one, all equally likely.</param>
public sealed record Period(string Name, params ImmutableArray<double> Times);
