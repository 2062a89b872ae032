using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>A path with the values that it takes in turn.</summary>
/// <param name="Path">The dotted path; <see cref="Arms.Key"/> for the names of arms.</param>
/// <param name="Values">The values, one or more.</param>
internal sealed record GridAxis(string Path, ImmutableArray<TreeNode> Values)
{
    /// <summary>Whether all values of another axis are among these: .1 is 0.1.</summary>
    public bool Contains(GridAxis other) => Texts(other).IsSubsetOf(Texts(this));

    /// <summary>The values of both: in ascending order where both are, else these first.</summary>
    public GridAxis With(GridAxis other)
    {
        var known = Texts(this);
        ImmutableArray<TreeNode> values = [.. Values, .. other.Values.Where(value => !known.Contains(CanonicalJson.Of(value)))];
        return this with { Values = Ascending(Values) && Ascending(other.Values) ? [.. values.OrderBy(static value => Number(value))] : values };
    }

    /// <summary>As it stands in a file: 1..10, [.1, .3].</summary>
    public TreeNode ToTree()
    {
        var numbers = Values.Select(static value => value is TreeScalar { IsQuoted: false } scalar && ScalarText.TryInteger(scalar.Text, out var whole) && whole >= 0 ? whole : (BigInteger?)null).ToArray();
        return Values.Length > 2 && numbers.Index().All(number => number.Item is not null && number.Item == numbers[0] + number.Index)
            ? new TreeScalar(string.Create(CultureInfo.InvariantCulture, $"{numbers[0]}..{numbers[^1]}"))
            : new TreeList(Values);
    }

    private static HashSet<string> Texts(GridAxis axis) => [.. axis.Values.Select(static value => CanonicalJson.Of(value))];

    private static bool Ascending(ImmutableArray<TreeNode> values) =>
        values.All(static value => Number(value) is not null) && values.Zip(values.Skip(1)).All(static pair => Number(pair.First) < Number(pair.Second));

    private static double? Number(TreeNode value) =>
        value is TreeScalar { IsQuoted: false } scalar && ScalarText.TryDouble(scalar.Text, out var number) ? number : null;
}
