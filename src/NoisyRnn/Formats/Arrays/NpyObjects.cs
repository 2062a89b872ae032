using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// An object array, which NumPy writes as a pickle: of text, of numbers, or of arrays and lists of numbers (trials of
/// different lengths, mostly).
/// </summary>
internal sealed class NpyObjects
{
    private const int MostDimensions = 8;
    private const int FreeElements = 1 << 20;
    private readonly string _name;
    private readonly Dictionary<object, NpyArray> _known = new(ReferenceEqualityComparer.Instance);
    private long _elementsLeft;

    private NpyObjects(string name, ImmutableArray<int> shape, IReadOnlyList<object?> items, int bytes)
    {
        // A list that stands there once may be referred to any number of times: what comes of it stays in proportion.
        (_name, _elementsLeft) = (name, Math.Max(FreeElements, bytes));
        if (items.Count == 0) throw new InputException($"{name}: an object array without an item");
        if (items.All(static i => i is string))
        {
            (Kind, Text) = (NpyKind.Text, new NpyText(shape, [.. items.Cast<string>()]));
        }
        else if (items.All(static i => i is double))
        {
            (Kind, Numbers) = (NpyKind.Numbers, NpyArray.Of(shape, [.. items.Cast<double>()]));
        }
        else
        {
            RequireAlike(items);
            (Kind, Arrays) = (NpyKind.Objects, [.. items.Select((item, k) => ArrayOf(item!, k))]);
        }
    }

    /// <summary>Numbers, text, or objects: arrays of numbers.</summary>
    internal NpyKind Kind { get; }

    /// <summary>The numbers, where they are.</summary>
    internal NpyArray? Numbers { get; }

    /// <summary>The text, where it is.</summary>
    internal NpyText? Text { get; }

    /// <summary>The arrays, where they are; lists are arrays of double.</summary>
    internal ImmutableArray<NpyArray> Arrays { get; }

    /// <summary>Reads the pickle of an object array.</summary>
    /// <param name="pickle">All bytes behind the header.</param>
    /// <param name="shape">The shape that the header has.</param>
    /// <param name="name">File and array, for errors.</param>
    /// <exception cref="InputException">It is damaged, or holds other objects.</exception>
    internal static NpyObjects Of(byte[] pickle, ImmutableArray<int> shape, string name) =>
        new NumpyPickle(pickle, name).Read() is PickledArray { Items: { } items } array && array.Shape.SequenceEqual(shape)
            ? new NpyObjects(name, shape, [.. items.Select(static i => i is byte[] text ? NpyFormat.Text(text) : i)], pickle.Length)
            : throw new InputException($"{name}: damaged: its pickle is not an object array of the shape in its header");

    // Arrays and lists go together; text and numbers with nothing else.
    private void RequireAlike(IReadOnlyList<object?> items)
    {
        Type? first = Scalar(items[0]);
        int odd = items[0] is null ? 0 : items.Index().FirstOrDefault(item => item.Item is null || Scalar(item.Item) != first, (-1, null)).Index;
        if (odd >= 0)
        {
            throw new InputException($"{_name}: item {odd + 1} is {Words(items[odd])}{(odd > 0 ? $", and item 1 {Words(items[0])}" : "")}; "
                + "all must be arrays or lists of numbers, or all numbers, or all text");
        }

        static Type? Scalar(object? item) => item is string or double ? item.GetType() : null;
    }

    private NpyArray ArrayOf(object item, int index)
    {
        string place = $"{_name}: item {index + 1}";
        if (_known.TryGetValue(item, out NpyArray? known)) return known;
        NpyArray array = item is PickledArray { Items: null } numbers ? numbers.ToArray(place) : OfLists(item, place);
        _known.Add(item, array);
        return array;
    }

    // Lists in lists, all of one level equally long.
    private NpyArray OfLists(object list, string place)
    {
        var shape = new List<int>();
        for (object? level = list; Items(level) is { } items; level = items.Count > 0 ? items[0] : null)
        {
            if (shape.Count == MostDimensions) throw new InputException($"{place}: lists nested deeper than {MostDimensions}");
            shape.Add(items.Count);
        }

        var values = new List<double>();
        Flatten(list, 0);
        return NpyArray.Of([.. shape], [.. values]);

        void Flatten(object? value, int depth)
        {
            if (depth == shape.Count)
            {
                if (--_elementsLeft < 0) throw new InputException($"{place}: the lists refer to each other more often than is read");
                values.Add(value as double? ?? throw new InputException($"{place}: holds {Words(value)}; allowed are numbers, all rows equally long"));
                return;
            }

            IReadOnlyList<object?>? items = Items(value);
            if (items?.Count != shape[depth]) throw new InputException($"{place}: its rows differ in length; only whole trials may");
            foreach (object? inner in items) Flatten(inner, depth + 1);
        }
    }

    private static IReadOnlyList<object?>? Items(object? value) => value switch
    {
        List<object?> list => list,
        object?[] tuple => tuple,
        PickledArray { Items: { } items, Shape.Length: 1 } => items,
        _ => null,
    };

    private static string Words(object? value) => value switch
    {
        null => "None",
        string text => $"the text '{ShownText.Of(text)}'",
        double number => $"the number {ScalarText.Of(number)}",
        PickledArray => "an array",
        _ => Items(value) is null ? "another object" : "a list",
    };
}
