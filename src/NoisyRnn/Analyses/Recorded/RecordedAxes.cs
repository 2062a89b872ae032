using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>Which axis of the recorded outputs is what, and how long it is; an axis that is not there has length 1.</summary>
internal sealed class RecordedAxes
{
    private static readonly ImmutableArray<RecordedAxis> All = [.. Enum.GetValues<RecordedAxis>()];
    private readonly ImmutableArray<RecordedAxis> _order;
    private readonly ImmutableArray<int> _shape;

    private RecordedAxes(IEnumerable<RecordedAxis> order, ImmutableArray<int> shape) => (_order, _shape) = ([.. order], shape);

    /// <summary>The names, in the order that is taken where nothing is said.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(static axis => Catalogue.NameOf(axis))];

    /// <summary>Length of an axis.</summary>
    public int this[RecordedAxis axis] => _order.IndexOf(axis) is >= 0 and var k ? _shape[k] : 1;

    /// <summary>Distance of neighbours along an axis, in elements.</summary>
    public int Stride(RecordedAxis axis) => _order.IndexOf(axis) is >= 0 and var k ? _shape.Skip(k + 1).Aggregate(1, static (product, n) => product * n) : 0;

    /// <summary>The axes that are also those of targets and masks, in their order there.</summary>
    public ImmutableArray<RecordedAxis> OfTargets => [.. _order.Where(static axis => axis >= RecordedAxis.Trials)];

    /// <summary>"levels 11, draws 64, trials 200, steps 40, outputs 1".</summary>
    public override string ToString() => string.Join(", ", _order.Zip(_shape, static (axis, n) => $"{Catalogue.NameOf(axis)} {n}"));

    /// <summary>The axes as the user names them.</summary>
    /// <param name="where">File and array, for errors.</param>
    /// <param name="array">The outputs.</param>
    /// <param name="names">"levels draws trials steps outputs".</param>
    /// <exception cref="InputException">A name is unknown or doubled, there are more or fewer than the array has axes, or levels or trials are not among them.</exception>
    public static RecordedAxes Named(string where, NpyArray array, string names)
    {
        string[] words = names.Split([' ', ',', '\t', '\n', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            if (!Names.Contains(word))
                throw new InputException($"{where}: axes '{ShownText.Of(names)}': {NearestName.Unknown("axis", word, Names)}");
        }

        var order = words.Select(static word => All[Names.IndexOf(word)]).ToArray();
        if (order.Distinct().Count() < order.Length)
            throw new InputException($"{where}: axes '{ShownText.Of(names)}': an axis is named twice; allowed is each once");
        if (order.Length < array.Shape.Length)
            throw new InputException($"{where} is {array} and axes '{ShownText.Of(names)}' names {order.Length}; allowed is a name for each of its {array.Shape.Length} axes");
        // MATLAB drops axes of length 1 at the end.
        return order.Contains(RecordedAxis.Levels) && order.Contains(RecordedAxis.Trials)
            ? new RecordedAxes(order, [.. array.Shape, .. Enumerable.Repeat(1, order.Length - array.Shape.Length)])
            : throw new InputException($"{where}: axes '{ShownText.Of(names)}': levels and trials must be among them");
    }

    /// <summary>The axes of what was recorded at one level: these without levels, and without draws where one draw stands for all.</summary>
    /// <param name="array">What was recorded.</param>
    /// <returns>Null where it has another shape.</returns>
    public RecordedAxes? OfOneLevel(NpyArray array)
    {
        int[] lengths = [.. array.Shape.Where(static n => n != 1)];
        RecordedAxis[] order = [.. _order.Where(static axis => axis != RecordedAxis.Levels)];
        return new[] { order, [.. order.Where(static axis => axis != RecordedAxis.Draws)] }
            .Select(axes => new RecordedAxes(axes, [.. axes.Select(axis => this[axis])]))
            .FirstOrDefault(axes => axes._shape.Where(static n => n != 1).SequenceEqual(lengths));
    }

    /// <summary>The axes where nothing is said of them.</summary>
    /// <param name="where">File and array, for errors.</param>
    /// <param name="array">The outputs.</param>
    /// <param name="fourth">What a fourth axis is that is the last: steps, outputs, or null where nothing tells.</param>
    /// <exception cref="InputException">It cannot be told.</exception>
    public static RecordedAxes Usual(string where, NpyArray array, RecordedAxis? fourth)
    {
        const string Allowed = "[levels, draws, trials, steps, outputs], with seeds before them where there are several networks, or any order that axes names: axes='levels draws trials outputs'";
        return array.Shape.Length switch
        {
            6 => new RecordedAxes(All, array.Shape),
            5 => new RecordedAxes(All.Skip(1), array.Shape),
            4 when array.Shape[3] == 1 || fourth is not null => new RecordedAxes([.. All.Skip(1).Take(3), fourth ?? RecordedAxis.Steps], array.Shape),
            4 => throw new InputException($"{where} is {array}: is its last axis steps or outputs? nothing tells; allowed is an array axes='levels draws trials steps' or axes='levels draws trials outputs' (or --axes), or all five axes"),
            3 => new RecordedAxes(All.Skip(1).Take(3), array.Shape),
            _ => throw new InputException($"{where} is {array}; allowed is {Allowed}"),
        };
    }
}
