using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Formats;

/// <summary>A list of named records in its one form, whichever way it was written.</summary>
internal static class NamedItems
{
    /// <summary>The items, each with its name among its keys.</summary>
    /// <param name="node">The list, the map, or a name alone.</param>
    /// <param name="key">The key of a value that stands in the place of a record.</param>
    public static ImmutableArray<TreeNode> Of(TreeNode node, string key) => node switch
    {
        TreeMap map => [.. map.Entries.Select(entry => Item(entry, key))],
        TreeList list => [.. list.Items.Select(Item)],
        _ => [Item(node)],
    };

    /// <summary>The node that a path of keys and places leads to, as far as it leads, and the path with names for the places in maps.</summary>
    public static (TreeNode Node, string Path) Find(TreeMap root, string path)
    {
        TreeNode node = root;
        var (named, isThere) = (new List<string>(), true);
        foreach (var segment in path.Split('.'))
        {
            var (next, name) = !isThere ? (null, segment) : Next(node, segment);
            (node, isThere) = (next ?? node, next is not null);
            named.Add(name);
        }

        return (node, string.Join('.', named));
    }

    private static (TreeNode? Node, string Name) Next(TreeNode node, string segment) => (node, int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var place)) switch
    {
        (TreeMap map, _) when map.Find(segment) is { } entry => (entry.Value, segment),
        (TreeMap map, true) when place < map.Entries.Length => (map.Entries[place].Value is TreeScalar { IsNull: true } ? new TreeScalar("", false, map.File, map.Entries[place].Line, map.Entries[place].Column) : map.Entries[place].Value, map.Entries[place].Key),
        (TreeList list, true) when place < list.Items.Length => (list.Items[place], segment),
        _ => (null, segment),
    };

    private static TreeNode Item(TreeNode node) => node is TreeScalar { IsNull: false } name ? Map(name, []) : node;

    private static TreeMap Item(TreeEntry entry, string key)
    {
        var name = new TreeScalar(entry.Key, isQuoted: true, entry.Value.File, entry.Line, entry.Column);
        return entry.Value switch
        {
            TreeMap map when map.Find(ByNameAttribute.Name) is { } twice => throw new InputException($"{twice.Where}: '{ByNameAttribute.Name}' stands in the map of '{ShownText.Of(entry.Key)}', which is its name; leave it out"),
            TreeMap map => Map(name, map.Entries),
            TreeScalar { IsNull: true } => Map(name, []),
            _ => Map(name, [new TreeEntry(key, entry.Value, entry.Line, entry.Column)]),
        };
    }

    private static TreeMap Map(TreeScalar name, ImmutableArray<TreeEntry> entries) =>
        new([new TreeEntry(ByNameAttribute.Name, name, name.Line, name.Column), .. entries], name.File, name.Line, name.Column);
}
