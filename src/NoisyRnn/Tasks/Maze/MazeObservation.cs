namespace NoisyRnn.Tasks;

/// <summary>What the agent in a maze is told at every step.</summary>
public enum MazeObservation
{
    /// <summary>Its place and the goal's, 4 channels, each from -1 to 1 across the maze.</summary>
    Position,

    /// <summary>The nearness 1 / (1 + distance) of the walls in 8 directions, the direction of the goal and its distance as a share of the maze's diagonal: 11 channels.</summary>
    Sensors,
}
