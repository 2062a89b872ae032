using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>Channels of a trial that belong together: a ring, a modality, the targets.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Values">One row a channel. [channels][T]</param>
public sealed record ChannelGroup(string Name, ImmutableArray<ImmutableArray<double>> Values);
