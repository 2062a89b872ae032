using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>All combinations of the values of some axes, the last varying fastest. Arms are the first axis, where there are any.</summary>
/// <param name="Axes">The axes, a path once.</param>
internal sealed record GridBlock(ImmutableArray<GridAxis> Axes)
{
    /// <summary>Number of combinations.</summary>
    public double Count => Axes.Aggregate(1.0, static (product, axis) => product * axis.Values.Length);

    /// <summary>Blocks that hold each combination of some blocks: as few as go together by one axis.</summary>
    /// <param name="blocks">Blocks of the same axes; the first says their order.</param>
    public static ImmutableArray<GridBlock> Union(IEnumerable<GridBlock> blocks) =>
        blocks.Aggregate(ImmutableArray<GridBlock>.Empty, static (union, block) => union.IsEmpty ? [block] : With(union, block.InOrderOf(union[0])));

    /// <summary>Whether the axes are those of another block, in whatever order.</summary>
    public bool HasAxesOf(GridBlock other) => Axes.Select(static axis => axis.Path).ToHashSet().SetEquals(other.Axes.Select(static axis => axis.Path));

    private static ImmutableArray<GridBlock> With(ImmutableArray<GridBlock> union, GridBlock block)
    {
        if (union.Any(other => other.Contains(block)))
            return union;
        var left = union.RemoveAll(block.Contains);
        foreach (var other in left)
        {
            if (other.Axes.Zip(block.Axes).Where(static pair => !Same(pair.First, pair.Second)).ToArray() is [var (mine, its)])
                return With(left.Remove(other), new([.. other.Axes.Select(axis => axis == mine ? mine.With(its) : axis)]));
        }

        return left.Add(block);
    }

    private GridBlock InOrderOf(GridBlock other) => new([.. other.Axes.Select(axis => Axes.Single(mine => mine.Path == axis.Path))]);

    private bool Contains(GridBlock other) => Axes.Zip(other.Axes).All(static pair => pair.First.Contains(pair.Second));

    private static bool Same(GridAxis first, GridAxis second) => first.Contains(second) && second.Contains(first);
}
