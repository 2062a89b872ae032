using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>An array on its way from a file into a network: a matrix, or a vector as one column.</summary>
/// <param name="Role">Its name in the network: W_rec.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Values">The elements, row-major.</param>
/// <param name="Source">Where they come from, in words: "rnn.bias_ih_l0 + rnn.bias_hh_l0".</param>
internal sealed record ImportedArray(string Role, int Rows, int Columns, double[] Values, string Source)
{
    /// <summary>The names of the arrays that it is made of.</summary>
    internal ImmutableArray<string> Names { get; init; } = [Source];

    /// <summary>An array of a file as it stands; one of a single row and three axes or more is none.</summary>
    /// <param name="role">Its name in the network.</param>
    /// <param name="tensor">The array.</param>
    internal static ImportedArray Of(string role, Tensor tensor) => tensor.Shape.Length switch
    {
        0 => new(role, 1, 1, tensor.ToDouble(), tensor.Name),
        1 => new(role, tensor.Shape[0], 1, tensor.ToDouble(), tensor.Name),
        2 => new(role, tensor.Shape[0], tensor.Shape[1], tensor.ToDouble(), tensor.Name),
        _ => throw new InputException($"{role}: array '{ShownText.Of(tensor.Name)}' is {tensor}; allowed is a matrix or a vector"),
    };

    /// <summary>Rows for columns, for programs that write x W instead of W x.</summary>
    internal ImportedArray Transposed()
    {
        var values = new double[Values.Length];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
                values[(j * Rows) + i] = Values[(i * Columns) + j];
        }

        return this with { Rows = Columns, Columns = Rows, Values = values, Source = $"{Source}, transposed" };
    }

    /// <summary>Some rows.</summary>
    internal ImportedArray Slice(int first, int count, string words) =>
        this with { Rows = count, Values = Values[(first * Columns)..((first + count) * Columns)], Source = $"{Source}{words}" };

    /// <summary>Its rows in equal blocks, the gates of a unit, in another order.</summary>
    /// <param name="order">Which block comes first, second, ...</param>
    /// <param name="words">Of what order it is made.</param>
    internal ImportedArray Blocks(int[] order, string words)
    {
        var block = Values.Length / order.Length;
        return this with { Values = [.. order.SelectMany(k => Values[(k * block)..((k + 1) * block)])], Source = $"{Source}{words}" };
    }

    /// <summary>The sum of two of one shape.</summary>
    internal ImportedArray Plus(ImportedArray other) =>
        this with { Values = [.. Values.Zip(other.Values, static (a, b) => a + b)], Source = $"{Source} + {other.Source}", Names = [.. Names, .. other.Names] };
}
