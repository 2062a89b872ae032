using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>One named array among a network's parameters.</summary>
/// <param name="Name">W_rec, W_in, b_rec, init_state, W_out, b_out: the field's names; W[post, pre].</param>
/// <param name="Rows">Rows; of a vector its length.</param>
/// <param name="Columns">Columns; 1 for a vector.</param>
/// <param name="Offset">Where it starts in the flat vector of all parameters.</param>
/// <param name="Trainable">Whether training changes it.</param>
/// <param name="IsWeight">Whether the L2 penalty on weights counts it.</param>
public sealed record ParameterSlice(string Name, int Rows, int Columns, int Offset, bool Trainable, bool IsWeight)
{
    /// <summary>Whether it is made of other arrays, whatever it holds itself.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Number of values.</summary>
    public int Length => Rows * Columns;

    /// <summary>One row of the matrix times a vector, with plain loops: sum over j of W[row, j] x[j].</summary>
    /// <param name="parameters">All parameters, flat.</param>
    /// <param name="row">Which.</param>
    /// <param name="x">[columns].</param>
    internal TReal Row<TReal>(ReadOnlySpan<TReal> parameters, int row, ReadOnlySpan<TReal> x)
        where TReal : struct, IReal<TReal>
    {
        var weights = parameters.Slice(Offset + (row * Columns), Columns);
        var sum = TReal.Constant(0);
        for (var j = 0; j < weights.Length; j++)
            sum += weights[j] * x[j];
        return sum;
    }
}
