namespace NoisyRnn.Tasks;

/// <summary>Lanes of a block that hold one trial, a draw of its noise each.</summary>
/// <param name="Trial">The trial's place among those that run.</param>
/// <param name="Draw">The draw of the first lane; then each lane has the next.</param>
/// <param name="First">The first lane.</param>
/// <param name="Count">How many lanes.</param>
internal readonly record struct TrialLanes(int Trial, int Draw, int First, int Count);
