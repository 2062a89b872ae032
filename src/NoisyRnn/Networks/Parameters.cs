namespace NoisyRnn.Networks;

/// <summary>A network's parameters, in double; kernels in float read them rounded.</summary>
/// <param name="layout">What stands where.</param>
/// <param name="values">All values, flat.</param>
public sealed class Parameters(ParameterLayout layout, double[] values)
{
    /// <summary>All parameters zero.</summary>
    public Parameters(ParameterLayout layout) : this(layout, new double[layout.Length])
    {
    }

    /// <summary>What stands where.</summary>
    public ParameterLayout Layout { get; } = layout;

    /// <summary>All values, flat.</summary>
    public double[] Values { get; private init; } = values.Length == layout.Length
        ? values
        : throw new ArgumentException($"{values.Length} values for a layout of {layout.Length}", nameof(values));

    /// <summary>One array, row-major.</summary>
    public Span<double> this[string name] => this[Layout[name]];

    /// <summary>One array, row-major.</summary>
    public Span<double> this[ParameterSlice slice] => Values.AsSpan(slice.Offset, slice.Length);

    /// <summary>W_out, row-major. [O, N]</summary>
    public Span<double> ReadoutWeights => this[Layout.ReadoutWeights];

    /// <summary>b_out. [O]</summary>
    public Span<double> ReadoutBias => this[Layout.ReadoutBias];

    /// <summary>A copy of the first arrays.</summary>
    /// <param name="first">Their layout.</param>
    internal Parameters Part(ParameterLayout first) => new(first, Values[..first.Length]);

    /// <summary>The same values, under other names.</summary>
    /// <param name="layout">Arrays that stand where those of this layout do.</param>
    internal Parameters Seen(ParameterLayout layout) => ReferenceEquals(layout, Layout) ? this : new(layout) { Values = Values };

    /// <summary>An independent copy.</summary>
    public Parameters Copy() => new(Layout, [.. Values]);
}
