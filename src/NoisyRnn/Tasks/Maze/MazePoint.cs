namespace NoisyRnn.Tasks;

/// <summary>A place in a maze, or a displacement: a cell is one unit wide.</summary>
/// <param name="X">To the right, in cells.</param>
/// <param name="Y">Upwards, in cells.</param>
internal readonly record struct MazePoint(double X, double Y)
{
    /// <summary>Its distance from the origin, in cells.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>The sum.</summary>
    public static MazePoint operator +(MazePoint a, MazePoint b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>The way from b to a.</summary>
    public static MazePoint operator -(MazePoint a, MazePoint b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Stretched.</summary>
    public static MazePoint operator *(double factor, MazePoint a) => new(factor * a.X, factor * a.Y);
}
