using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>Keys with values, in the order written; a key occurs once.</summary>
public sealed class TreeMap : TreeNode
{
    private readonly Dictionary<string, int> _places;

    /// <summary>A map of the given entries.</summary>
    /// <param name="entries">Keys with values, in order.</param>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="line">Line, counted from 1; 0 where there is none.</param>
    /// <param name="column">Column, counted from 1; 0 where there is none.</param>
    /// <exception cref="InputException">A key occurs twice; both lines are named.</exception>
    public TreeMap(ImmutableArray<TreeEntry> entries, string file = "", int line = 0, int column = 0)
        : base(file, line, column)
    {
        Entries = entries;
        _places = new Dictionary<string, int>(entries.Length, StringComparer.Ordinal);
        for (int i = 0; i < entries.Length; i++)
        {
            if (_places.TryAdd(entries[i].Key, i)) continue;
            TreeEntry first = entries[_places[entries[i].Key]];
            throw new InputException(
                $"{Locate(file, entries[i].Line, entries[i].Column)}: key '{ShownText.Of(first.Key)}' stands twice in one map, "
                + $"first in line {first.Line}, again in line {entries[i].Line}; keep one");
        }
    }

    // With the keys of another map, in its order.
    private TreeMap(TreeMap like, ImmutableArray<TreeEntry> entries)
        : base(like.File, like.Line, like.Column) => (Entries, _places) = (entries, like._places);

    /// <summary>Keys with values, in the order written.</summary>
    public ImmutableArray<TreeEntry> Entries { get; }

    internal override string InWords => "a map";

    /// <summary>The entry of a key, or null.</summary>
    /// <param name="key">The key, compared ordinally.</param>
    public TreeEntry? Find(string key) => _places.TryGetValue(key, out int place) ? Entries[place] : null;

    internal TreeMap With(string key, TreeNode value)
    {
        var entry = new TreeEntry(key, value);
        return _places.TryGetValue(key, out int place)
            ? new TreeMap(this, Entries.SetItem(place, entry))
            : new TreeMap(Entries.Add(entry), File, Line, Column);
    }
}
