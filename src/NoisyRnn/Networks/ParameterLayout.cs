using System.Collections.Immutable;

namespace NoisyRnn.Networks;

/// <summary>The named arrays of a network, one after the other in one flat vector.</summary>
public sealed class ParameterLayout
{
    private ParameterLayout(ImmutableArray<ParameterSlice> slices) => Slices = slices;

    /// <summary>The arrays in order.</summary>
    public ImmutableArray<ParameterSlice> Slices { get; }

    /// <summary>Number of values in these arrays.</summary>
    public int Length => Slices.Sum(static s => s.Length);

    /// <summary>An array by name.</summary>
    public ParameterSlice this[string name] => Slices.First(s => s.Name == name);

    /// <summary>W_out, which all networks have. [O, N]</summary>
    public ParameterSlice ReadoutWeights => this["W_out"];

    /// <summary>b_out, which all networks have. [O]</summary>
    public ParameterSlice ReadoutBias => this["b_out"];

    /// <summary>Lays arrays out in the order given.</summary>
    public static ParameterLayout Of(params ReadOnlySpan<(string Name, int Rows, int Columns, bool Trainable, bool IsWeight)> arrays)
    {
        var slices = ImmutableArray.CreateBuilder<ParameterSlice>(arrays.Length);
        var offset = 0;
        foreach (var (name, rows, columns, trainable, isWeight) in arrays)
        {
            slices.Add(new ParameterSlice(name, rows, columns, offset, trainable, isWeight));
            offset += rows * columns;
        }

        return new ParameterLayout(slices.ToImmutable());
    }

    /// <summary>The same arrays, and after them another that training changes.</summary>
    internal ParameterLayout With(string name, int rows) => new([.. Slices, new(name, rows, 1, Length, Trainable: true, IsWeight: false)]);

    /// <summary>The same layout, in which an array is made of others.</summary>
    /// <param name="name">The array.</param>
    internal ParameterLayout WithDerived(string name) => new([.. Slices.Select(slice => slice.Name == name ? slice with { IsDerived = true, Trainable = false } : slice)]);

    /// <summary>Some arrays of a layout, which stay where they stand.</summary>
    internal static ParameterLayout Part(IEnumerable<ParameterSlice> slices) => new([.. slices]);
}
