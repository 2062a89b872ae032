using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Mazes as a pure function of a seed and a number. A spanning tree of the cells, uniform among all of them (Wilson 1996,
/// loop-erased random walks), gives the passages of a perfect maze; of the (size - 1)^2 walls that are left inside, a share
/// is kept and the others are taken away. So every cell can be reached from every other.
/// </summary>
internal static class MazeGenerator
{
    /// <summary>Makes a maze.</summary>
    /// <param name="size">Cells a side, at least 2.</param>
    /// <param name="wallDensity">Share of the walls of a perfect maze that are kept: 1 leaves one way between any two cells, 0 none but the box.</param>
    /// <param name="seed">Seed of the mazes.</param>
    /// <param name="number">Which of them.</param>
    public static Maze Make(int size, double wallDensity, ulong seed, ulong number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        var random = new RandomStream(NoiseKey.Of(seed, Substream.MazeWalls), number);
        // Passage k leads from cell k / 2 to the next in x (k even) or in y.
        var passages = Tree(size, random);
        var walls = Enumerable.Range(0, 2 * size * size).Where(k => IsInner(size, k) && !passages[k]).ToArray();
        var taken = walls.Length - (int)Math.Round(wallDensity * walls.Length);
        for (var k = 0; k < taken; k++)
        {
            var chosen = k + random.NextInt(walls.Length - k);
            (walls[k], walls[chosen]) = (walls[chosen], walls[k]);
            passages[walls[k]] = true;
        }

        return new Maze(size, (cell, upwards) => passages[(2 * cell) + (upwards ? 1 : 0)]);
    }

    private static bool IsInner(int size, int passage) =>
        passage % 2 == 0 ? passage / 2 % size < size - 1 : passage / 2 / size < size - 1;

    private static bool[] Tree(int size, RandomStream random)
    {
        var passages = new bool[2 * size * size];
        var isInTree = new bool[size * size];
        var next = new int[size * size];
        isInTree[random.NextInt(size * size)] = true;
        for (var first = 0; first < size * size; first++)
        {
            // The last way out of each cell is the walk without its loops.
            for (var cell = first; !isInTree[cell]; cell = next[cell])
                next[cell] = Step(cell, size, random);
            for (var cell = first; !isInTree[cell]; cell = next[cell])
            {
                isInTree[cell] = true;
                passages[(2 * Math.Min(cell, next[cell])) + (Math.Abs(cell - next[cell]) == 1 ? 0 : 1)] = true;
            }
        }

        return passages;
    }

    // A neighbour, all equally likely.
    private static int Step(int cell, int size, RandomStream random)
    {
        Span<int> neighbours = stackalloc int[4];
        var count = 0;
        var (row, column) = Math.DivRem(cell, size);
        if (column + 1 < size)
            neighbours[count++] = cell + 1;
        if (row + 1 < size)
            neighbours[count++] = cell + size;
        if (column > 0)
            neighbours[count++] = cell - 1;
        if (row > 0)
            neighbours[count++] = cell - size;
        return neighbours[random.NextInt(count)];
    }
}
