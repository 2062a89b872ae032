using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>One trial to look at: what goes in and what should come out, channel by channel.</summary>
/// <param name="Title">Which kind of trial: the task's name.</param>
/// <param name="Time">Time at the end of each step, in the task's unit. [T]</param>
/// <param name="Groups">The channels, from top to bottom.</param>
public sealed record TrialPicture(string Title, ImmutableArray<double> Time, ImmutableArray<ChannelGroup> Groups);
