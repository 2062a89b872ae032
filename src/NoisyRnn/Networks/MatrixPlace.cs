namespace NoisyRnn.Networks;

/// <summary>A matrix between the units and the channels outside: W_in [units, inputs], or W_out [outputs, units].</summary>
/// <param name="IsInput">Whether it is W_in.</param>
/// <param name="Units">N.</param>
/// <param name="Channels">Inputs or outputs.</param>
internal readonly record struct MatrixPlace(bool IsInput, int Units, int Channels)
{
    private const string Input = "W_in", Readout = "W_out";

    /// <summary>The names of the arrays beside either.</summary>
    public static IReadOnlyList<string> Parts { get; } = [.. new[] { Input, Readout }.SelectMany(static name => new[] { $"{name}_free", $"{name}_fixed" })];

    /// <summary>Its name.</summary>
    public string Name => IsInput ? Input : Readout;

    /// <summary>The array of what is trained.</summary>
    public string Free => $"{Name}_free";

    /// <summary>The array of fixed weights.</summary>
    public string Held => $"{Name}_fixed";

    /// <summary>Rows.</summary>
    public int Rows => IsInput ? Units : Channels;

    /// <summary>Columns.</summary>
    public int Columns => IsInput ? Channels : Units;

    /// <summary>"input" or "output".</summary>
    public string ChannelWord => IsInput ? "input" : "output";

    /// <summary>The unit of an entry.</summary>
    public int UnitOf(int entry) => IsInput ? entry / Columns : entry % Columns;

    /// <summary>The channel of an entry.</summary>
    public int ChannelOf(int entry) => IsInput ? entry % Columns : entry / Columns;
}
