using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Formats;

/// <summary>Walks and edits a tree along dotted paths: the one meaning of a path in <c>--set</c> and under <c>grid:</c>.</summary>
internal static class TreePath
{
    internal static TreeNode? Get(TreeNode root, string path)
    {
        TreeNode? node = root;
        string[] segments = Split(path);
        for (int i = 0; i < segments.Length && node is not null; i++)
        {
            node = node switch
            {
                TreeMap map => map.Find(segments[i])?.Value,
                TreeList list => Index(list, path, segments, i) is var k && k < list.Items.Length ? list.Items[k] : null,
                _ => throw Through(node, path, segments, i),
            };
        }

        return node;
    }

    internal static TreeNode Set(TreeNode root, string path, TreeNode value) => Set(root, path, Split(path), 0, value);

    private static TreeNode Set(TreeNode? node, string path, string[] segments, int depth, TreeNode value)
    {
        if (depth == segments.Length) return value;
        switch (node)
        {
            case null:
            case TreeScalar { IsNull: true }:
                var missing = new TreeMap([], value.File, value.Line, value.Column);
                return missing.With(segments[depth], Set(null, path, segments, depth + 1, value));
            case TreeMap map:
                return map.With(segments[depth], Set(map.Find(segments[depth])?.Value, path, segments, depth + 1, value));
            case TreeList list:
                int index = Index(list, path, segments, depth);
                ImmutableArray<TreeNode> items = index < list.Items.Length
                    ? list.Items.SetItem(index, Set(list.Items[index], path, segments, depth + 1, value))
                    : list.Items.Add(Set(null, path, segments, depth + 1, value));
                return new TreeList(items, list.File, list.Line, list.Column);
            default:
                throw Through(node, path, segments, depth);
        }
    }

    private static string[] Split(string path)
    {
        if (path.Length == 0) return [];
        string[] segments = path.Split('.');
        return Array.TrueForAll(segments, s => s.Length > 0)
            ? segments
            : throw new InputException($"'{path}' is not a path; write keys joined by single dots, as in training.optimizer.rate");
    }

    private static int Index(TreeList list, string path, string[] segments, int depth)
    {
        if (int.TryParse(segments[depth], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index <= list.Items.Length)
            return index;
        throw new InputException(
            $"{list.Where}: path '{path}': {Here(segments, depth)} is a list of {list.Items.Length}; "
            + $"'{segments[depth]}' must be an index from 0 to {list.Items.Length} (the last adds an item)");
    }

    private static InputException Through(TreeNode node, string path, string[] segments, int depth) => new(
        $"{node.Where}: path '{path}': {Here(segments, depth)} is {node.InWords}, which has no keys; "
        + $"to give it '{segments[depth]}', write it as a map (for a kind: {{kind: ..., {segments[depth]}: ...}})");

    private static string Here(string[] segments, int depth) =>
        depth == 0 ? "the whole" : $"'{string.Join('.', segments, 0, depth)}'";
}
