namespace NoisyRnn.Noise;

/// <summary>The values of one filter at one step of some trials.</summary>
/// <param name="filter">The filter.</param>
internal sealed class FilterState(object filter)
{
    private ulong[] _trials = [];

    /// <summary>Whose state it is.</summary>
    public object Filter { get; } = filter;

    /// <summary>n[t]. [units, trials]</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>Memory for one step's draws. [units, trials]</summary>
    public float[] Fresh { get; private set; } = [];

    /// <summary>t.</summary>
    public uint Step { get; set; }

    /// <summary>Whether a step of these trials can be reached from it, going on.</summary>
    public bool Leads(ReadOnlySpan<ulong> trials, uint step) => Step <= step && _trials.AsSpan().SequenceEqual(trials);

    /// <summary>Begins other trials, at step 0.</summary>
    public void Restart(ReadOnlySpan<ulong> trials, int units)
    {
        if (Values.Length != units * trials.Length)
            (Values, Fresh) = (new float[units * trials.Length], new float[units * trials.Length]);
        (_trials, Step) = (trials.ToArray(), 0);
    }
}
