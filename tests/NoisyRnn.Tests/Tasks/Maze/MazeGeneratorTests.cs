using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public class MazeGeneratorTests
{
    [Fact]
    public void Every_cell_of_every_maze_can_be_reached_from_every_other()
    {
        foreach (var maze in MazeSamples.Many(210))
        {
            var reached = new HashSet<int> { 0 };
            var border = new Stack<int>([0]);
            while (border.TryPop(out var cell))
            {
                foreach (var next in maze.Neighbours(cell).Where(reached.Add))
                {
                    Assert.Contains(cell, maze.Neighbours(next));
                    border.Push(next);
                }
            }

            Assert.Equal(maze.Size * maze.Size, reached.Count);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public void The_density_is_the_share_of_a_perfect_mazes_walls_that_stand(int size)
    {
        // A tree of n^2 cells leaves 2n(n - 1) - (n^2 - 1) = (n - 1)^2 walls between neighbours.
        foreach (var density in new[] { 0, 0.3, 0.5, 1 })
        {
            var maze = MazeGenerator.Make(size, density, 1, 0);
            Assert.Equal((size - 1) * (size - 1) * density, maze.InnerWalls, 0.5);
        }
    }

    [Fact]
    public void A_maze_is_a_function_of_its_seed_and_number()
    {
        var first = MazeGenerator.Make(6, 0.7, 1, 0);
        Assert.True(first.HasWallsOf(MazeGenerator.Make(6, 0.7, 1, 0)));
        Assert.False(first.HasWallsOf(MazeGenerator.Make(6, 0.7, 1, 1)));
        Assert.False(first.HasWallsOf(MazeGenerator.Make(6, 0.7, 2, 0)));
    }

    [Fact]
    public void All_perfect_mazes_are_equally_likely()
    {
        // A 3 x 3 grid has 192 spanning trees (matrix-tree theorem).
        const int Trees = 192, Drawn = 19200;
        var counts = Enumerable.Range(0, Drawn).Select(static k => Walls(MazeGenerator.Make(3, 1, 5, (ulong)k)))
            .GroupBy(static walls => walls).Select(static g => (double)g.Count()).ToArray();
        Assert.Equal(Trees, counts.Length);
        var chiSquared = counts.Sum(static c => (c - (Drawn / Trees)) * (c - (Drawn / Trees)) / (Drawn / Trees));
        // Mean 191, standard deviation sqrt(2 x 191) = 19.5; five of them.
        Assert.InRange(chiSquared, 191 - 98, 191 + 98);
    }

    [Fact]
    public void A_maze_of_one_cell_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => MazeGenerator.Make(1, 1, 0, 0));

    private static string Walls(Maze maze) => string.Concat(
        from line in Enumerable.Range(0, maze.Size)
        from k in Enumerable.Range(0, maze.Size)
        select $"{(maze.HasVertical(line, k) ? 1 : 0)}{(maze.HasHorizontal(line, k) ? 1 : 0)}");
}
