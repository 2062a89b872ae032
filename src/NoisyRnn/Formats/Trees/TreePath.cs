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
            node = AsList(node, segments[i]) switch
            {
                TreeMap map => map.Find(segments[i])?.Value,
                TreeList { Items: [var only] } when !IsIndex(segments[i]) => Get(only, segments[i]),
                TreeList list => Index(list, path, segments, i) is var k && k < list.Items.Length ? list.Items[k] : null,
                TreeScalar { IsNull: true } => null,
                _ => throw Through(node, path, segments, i),
            };
        }

        return node;
    }

    /// <summary>The node at a path, or the last one on the way there; the root where nothing of the path is there.</summary>
    internal static TreeNode Nearest(TreeNode root, string path)
    {
        TreeNode node = root;
        foreach (string segment in path.Split('.'))
        {
            TreeNode? next = AsList(node, segment) switch
            {
                TreeList { Items: [TreeMap only] } when !IsIndex(segment) => only.Find(segment)?.Value,
                TreeList list when IsIndex(segment) => list.Items.ElementAtOrDefault(int.Parse(segment, CultureInfo.InvariantCulture)),
                TreeMap map => map.Find(segment)?.Value,
                _ => null,
            };
            if (next is null) break;
            node = next;
        }

        return node;
    }

    internal static TreeNode Set(TreeNode root, string path, TreeNode value) => Set(root, path, Split(path), 0, value);

    /// <summary>The path without the indices of only items: two paths that are written alike then lead to the same place of a tree.</summary>
    internal static string Shortest(TreeNode root, string path)
    {
        TreeNode? node = root;
        var kept = new List<string>();
        foreach (string segment in Split(path))
        {
            if (node is TreeList { Items: [var only] }) node = only;
            if (segment == "0" && node is not TreeList && (node as TreeMap)?.Find(segment) is null) continue;
            kept.Add(segment);
            node = node is TreeMap map ? map.Find(segment)?.Value
                : node is TreeList list && IsIndex(segment) ? list.Items.ElementAtOrDefault(int.Parse(segment, CultureInfo.InvariantCulture))
                : null;
        }

        return string.Join('.', kept);
    }

    private static TreeNode Set(TreeNode? node, string path, string[] segments, int depth, TreeNode value)
    {
        if (depth == segments.Length) return value;
        switch (AsList(node, segments[depth], value))
        {
            case null:
            case TreeScalar { IsNull: true }:
                var missing = new TreeMap([], value.File, value.Line, value.Column);
                return missing.With(segments[depth], Set(null, path, segments, depth + 1, value));
            case TreeMap map:
                return map.With(segments[depth], Set(map.Find(segments[depth])?.Value, path, segments, depth + 1, value));
            case TreeList { Items: [var only] } list when !IsIndex(segments[depth]):
                return new TreeList([Set(only, path, segments, depth, value)], list.File, list.Line, list.Column);
            case TreeList list:
                int index = Index(list, path, segments, depth);
                ImmutableArray<TreeNode> items = index < list.Items.Length
                    ? list.Items.SetItem(index, Set(list.Items[index], path, segments, depth + 1, value))
                    : list.Items.Add(Set(null, path, segments, depth + 1, value));
                return new TreeList(items, list.File, list.Line, list.Column);
            default:
                throw Through(node!, path, segments, depth);
        }
    }

    /// <summary>One value stands for a list of one, here as where it is bound: an index leads into that list.</summary>
    private static TreeNode? AsList(TreeNode? node, string segment, TreeNode? value = null) => node switch
    {
        TreeMap map when map.Find(segment) is not null => map,
        TreeList => node,
        _ when !IsIndex(segment) => node,
        null or TreeScalar { IsNull: true } => segment == "0" ? new TreeList([], value?.File ?? "") : node,
        _ => new TreeList([node], node.File, node.Line, node.Column),
    };

    private static string[] Split(string path)
    {
        if (path.Length == 0) return [];
        string[] segments = path.Split('.', YamlTree.MaximumDepth + 1);
        if (segments.Length > YamlTree.MaximumDepth)
            throw new InputException($"'{ShownText.Of(path)}' ({path.Length} characters) is not a path; allowed are up to {YamlTree.MaximumDepth} keys joined by dots");
        return Array.TrueForAll(segments, s => s.Length > 0)
            ? segments
            : throw new InputException($"'{ShownText.Of(path)}' is not a path; write keys joined by single dots, as in training.optimizer.rate");
    }

    private static bool IsIndex(string segment) => int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static int Index(TreeList list, string path, string[] segments, int depth)
    {
        if (int.TryParse(segments[depth], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index <= list.Items.Length)
            return index;
        throw new InputException(
            $"{list.Where}: path '{ShownText.Of(path)}': {Here(segments, depth)} is a list of {list.Items.Length}; "
            + $"'{ShownText.Of(segments[depth])}' must be an index from 0 to {list.Items.Length} (the last adds an item)");
    }

    private static InputException Through(TreeNode node, string path, string[] segments, int depth) => new(
        $"{node.Where}: path '{ShownText.Of(path)}': {Here(segments, depth)} is {node.InWords}, which has no keys; "
        + $"to give it '{ShownText.Of(segments[depth])}', write it as a map (for a kind: {{kind: ..., {ShownText.Of(segments[depth])}: ...}})");

    private static string Here(string[] segments, int depth) =>
        depth == 0 ? "the whole" : $"'{ShownText.Of(string.Join('.', segments, 0, depth))}'";
}
