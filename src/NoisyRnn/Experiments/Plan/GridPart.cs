using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Experiments;

/// <summary>Some combinations of a grid, by their places in it: whoever does a few runs of many need not plan them all.</summary>
internal sealed class GridPart
{
    private readonly ImmutableArray<int> _places;

    private GridPart(ImmutableArray<int> places) => _places = places;

    /// <summary>The combinations at some places, each <see cref="PlannedRun.Place"/> of a run.</summary>
    /// <param name="places">The places, counted from 0, in any order.</param>
    public static GridPart Of(IEnumerable<int> places) => new([.. places.Distinct().Order()]);

    /// <summary>Whether one of some combinations behind one another is among them.</summary>
    /// <param name="first">The place of the first.</param>
    /// <param name="count">How many.</param>
    public bool Touches(int first, int count)
    {
        var found = _places.BinarySearch(first);
        return found >= 0 || (~found < _places.Length && _places[~found] < first + count);
    }

    /// <summary>"3", "3, 4, 5 and 17 more".</summary>
    public override string ToString() => string.Join(", ", _places.Take(3).Select(static place => place.ToString(CultureInfo.InvariantCulture))) + (_places.Length > 3 ? $" and {_places.Length - 3} more" : "");
}
