namespace NoisyRnn.Noise;

/// <summary>
/// What filters of coloured noise had reached in some trials, so that the next step need not start from the first. It spares
/// work and never changes a bit: a state of other trials or of a later step is thrown away. For one thread at a time.
/// </summary>
public sealed class FilterMemory
{
    private readonly List<FilterState> _states = [];

    /// <summary>The state of a filter; empty where it has none yet.</summary>
    internal FilterState Of(object filter)
    {
        foreach (var state in _states)
        {
            if (ReferenceEquals(state.Filter, filter))
                return state;
        }

        var added = new FilterState(filter);
        _states.Add(added);
        return added;
    }
}
