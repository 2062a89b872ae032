using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>An ordered list of nodes.</summary>
/// <param name="items">The items.</param>
/// <param name="file">The file as the user named it.</param>
/// <param name="line">Line, counted from 1; 0 where there is none.</param>
/// <param name="column">Column, counted from 1; 0 where there is none.</param>
public sealed class TreeList(ImmutableArray<TreeNode> items, string file = "", int line = 0, int column = 0)
    : TreeNode(file, line, column)
{
    /// <summary>The items.</summary>
    public ImmutableArray<TreeNode> Items { get; } = items;

    internal override string InWords => "a list";
}
