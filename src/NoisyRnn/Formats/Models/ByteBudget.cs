namespace NoisyRnn.Formats;

/// <summary>The memory that the arrays of one file may take together, whatever it promises: as much as one array elsewhere.</summary>
/// <param name="path">The file, for errors.</param>
internal sealed class ByteBudget(string path)
{
    private long _left = PromisedBytes.Maximum;

    /// <summary>Takes room for an array.</summary>
    /// <returns>Its bytes.</returns>
    /// <exception cref="InputException">There is none left.</exception>
    internal int Take(ReadOnlySpan<int> shape, int elementSize, string name) =>
        PromisedBytes.Count(shape, elementSize) is { } bytes && (_left -= bytes) >= 0
            ? bytes
            : throw new InputException($"{path}: array '{ShownText.Of(name)}' is said to be [{ScalarText.List([.. shape])}]; at most {PromisedBytes.Maximum:N0} bytes of arrays are read in all");

    /// <inheritdoc cref="Take(ReadOnlySpan{int}, int, string)"/>
    internal int Take(System.Collections.Immutable.ImmutableArray<int> shape, int elementSize, string name) => Take(shape.AsSpan(), elementSize, name);
}
