namespace NoisyRnn.Formats;

/// <summary>A map within a pickle, in the order written; a key set again keeps its place.</summary>
internal sealed class PickledMap
{
    private readonly List<KeyValuePair<object?, object?>> _entries = [];
    private readonly Dictionary<object, int> _places = [];

    /// <summary>Keys with values.</summary>
    internal IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries;

    /// <summary>Sets the value of a key: a text, a number, or any other object by its identity.</summary>
    internal void Set(object? key, object? value)
    {
        // Numbers as text: keys whose hashes collide can then not be chosen.
        object place = key switch { null => DBNull.Value, double number => $"\0{number:R}", _ => key };
        if (_places.TryAdd(place, _entries.Count)) _entries.Add(new(key, value));
        else _entries[_places[place]] = new(key, value);
    }
}
