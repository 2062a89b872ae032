using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>A NumPy array within a pickle.</summary>
internal sealed class PickledArray
{
    private NpyElement? _element;
    private bool _isFortran;
    private byte[] _bytes = [];

    /// <summary>Its shape.</summary>
    internal ImmutableArray<int> Shape { get; private set; } = [];

    /// <summary>The items of an array of objects; null where it is of numbers.</summary>
    internal IReadOnlyList<object?>? Items { get; private set; }

    /// <summary>Takes what __setstate__ takes: version, shape, dtype, whether the first index is the fastest, the elements.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal void SetState(object?[] state)
    {
        if (state is not [_, object?[] shape, PickledType type, double isFortran, { } elements]) throw new FormatException();
        Shape = [.. shape.Select(static n => n is double and >= 0 and <= int.MaxValue ? (int)(double)n : throw new FormatException())];
        (_element, _isFortran) = (type.Element, isFortran != 0);
        Items = type.Element.Kind == NpyKind.Objects ? elements as List<object?> ?? throw new FormatException() : null;
        _bytes = Items is null ? elements as byte[] ?? throw new FormatException() : [];
        int size = Items is null ? type.Element.Size : 1;
        if (PromisedBytes.Count(Shape.AsSpan(), size) != (Items?.Count ?? _bytes.Length)) throw new FormatException();
    }

    /// <summary>The array of numbers.</summary>
    /// <param name="place">File, array and item, for errors.</param>
    /// <exception cref="InputException">It is not of numbers.</exception>
    internal NpyArray ToArray(string place) => _element is { Kind: NpyKind.Numbers }
        ? NpyFormat.Numbers(_element, _isFortran, Shape, [.. _bytes])
        : throw new InputException($"{place} is an array of {_element?.ToString() ?? "nothing"}; allowed are numbers");
}
