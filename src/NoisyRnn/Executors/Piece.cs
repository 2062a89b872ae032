namespace NoisyRnn.Executors;

/// <summary>A piece of work that is done by one process: its name, what it costs, and what it is in words.</summary>
/// <param name="Name">Tells it from every other: a run's hash.</param>
/// <param name="Place">Where it stands among all pieces of its plan.</param>
/// <param name="CoreMinutes">The time that it is expected to take on one core.</param>
/// <param name="Bytes">The memory that it is expected to take.</param>
/// <param name="Description">For people, in one line.</param>
public sealed record Piece(string Name, int Place, double CoreMinutes, double Bytes, string Description);
