using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Formats;

/// <summary>The way back from a spec record to a tree, which the binder turns into the same record again.</summary>
internal static class SpecTree
{
    /// <summary>The tree of a record.</summary>
    /// <param name="spec">The record.</param>
    /// <param name="withDefaults">Whether properties equal to their defaults are written too.</param>
    /// <param name="parts">What was laid out before; null for nothing.</param>
    internal static TreeNode Of(object spec, bool withDefaults, SharedParts? parts = null) => Record(spec, null, withDefaults, parts);

    /// <summary>The tree of what a stage's hash is taken of: no defaults, no places on this machine, and of kinds of one's own the identity of their code.</summary>
    /// <param name="spec">The record.</param>
    /// <param name="parts">What was laid out before; null for nothing.</param>
    internal static TreeNode ToHash(object spec, SharedParts? parts = null) => Hashed(spec, Record(spec, null, withDefaults: false, parts), parts);

    /// <summary>The tree of any value that a property may hold.</summary>
    /// <param name="value">The value; null where the property is nullable.</param>
    /// <param name="fallback">The property's default, which a nested record starts from.</param>
    /// <param name="withDefaults">Whether properties equal to their defaults are written too.</param>
    /// <param name="parts">What was laid out before; null for nothing.</param>
    internal static TreeNode Value(object? value, object? fallback, bool withDefaults, SharedParts? parts = null) => value switch
    {
        null => new TreeScalar("null"),
        TreeNode raw => raw,
        string text => new TreeScalar(text, isQuoted: true),
        bool truth => new TreeScalar(truth ? "true" : "false"),
        double number => new TreeScalar(ScalarText.Of(number)),
        int or long or ulong => new TreeScalar(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        Enum member => new TreeScalar(SpecType.EnumName(member), isQuoted: true),
        _ when SpecType.IsList(value.GetType()) =>
            new TreeList([.. SpecType.Items(value).Select(item => Value(item, null, withDefaults, parts))]),
        _ when parts is null || withDefaults => Record(value, fallback, withDefaults, null),
        _ => parts.TryGet<TreeMap>(value, fallback, typeof(SpecTree), out var known) ? known : parts.Add(value, fallback, typeof(SpecTree), Record(value, fallback, withDefaults, parts)),
    };

    private static TreeMap Hashed(object spec, TreeMap tree, SharedParts? parts)
    {
        var shape = SpecShape.Of(spec.GetType());
        var entries = tree.Entries.Where(entry => shape.Find(entry.Key) is not { IsLocation: true }).Select(entry =>
            entry.Value is not TreeScalar && shape.Find(entry.Key)?.Get(spec) is { } value and not TreeNode ? entry with { Value = HashedValue(value, entry.Value, parts) } : entry);
        return new TreeMap(OwnKinds.CodeOf(spec.GetType()) is { } code ? [.. entries, new TreeEntry("code", new TreeScalar(code, isQuoted: true))] : [.. entries], tree.File, tree.Line, tree.Column);
    }

    private static TreeNode HashedValue(object value, TreeNode tree, SharedParts? parts) => tree switch
    {
        TreeMap map when parts is null => Hashed(value, map, null),
        TreeMap map => parts.TryGet<TreeMap>(value, map, null, out var known) ? known : parts.Add(value, map, null, Hashed(value, map, parts)),
        TreeList list when SpecType.IsList(value.GetType()) => new TreeList([.. SpecType.Items(value).Zip(list.Items, (item, node) => item is null or TreeNode ? node : HashedValue(item, node, parts))], list.File, list.Line, list.Column),
        _ => tree,
    };

    private static TreeMap Record(object spec, object? fallback, bool withDefaults, SharedParts? parts)
    {
        SpecShape shape = SpecShape.Of(spec.GetType());
        bool hasFallback = fallback?.GetType() == spec.GetType();
        object defaults = hasFallback ? fallback! : shape.Defaults;
        ImmutableArray<TreeEntry>.Builder entries = ImmutableArray.CreateBuilder<TreeEntry>();
        if (shape.Kind is { } kind) entries.Add(new TreeEntry(SpecType.KindKey, new TreeScalar(kind, isQuoted: true)));
        foreach (SpecProperty property in shape.Properties)
        {
            object? value = property.Get(spec), standard = property.Get(defaults);
            bool mayLeaveOut = !withDefaults && (hasFallback || !property.IsRequired);
            if (property.IsUnlisted && SameText(value, standard, parts)) continue;
            if (mayLeaveOut && SameText(value, standard, parts)) continue;
            entries.Add(new TreeEntry(property.Name, Value(value, standard, withDefaults, parts)));
        }

        return new TreeMap(entries.ToImmutable());
    }

    /// <summary>Records that hold arrays have no useful equality: two values are equal when they are written alike.</summary>
    private static bool SameText(object? a, object? b, SharedParts? parts) => ReferenceEquals(a, b) || (a, b) switch
    {
        (null, _) or (_, null) => a == b,
        (double x, double y) when x == y => true,
        (int or long or ulong or bool or string or Enum, _) when a.GetType() == b.GetType() => a.Equals(b),
        _ when SpecType.IsList(a.GetType()) => a.Equals(b) || SameItems([.. SpecType.Items(a)], [.. SpecType.Items(b)], parts),
        _ => Text(a, parts) == Text(b, parts),
    };

    private static bool SameItems(object?[] a, object?[] b, SharedParts? parts) =>
        a.Length == b.Length && a.Zip(b).All(pair => SameText(pair.First, pair.Second, parts));

    private static string Text(object value, SharedParts? parts) =>
        parts is null ? CanonicalJson.Of(Value(value, null, withDefaults: false))
        : parts.TryGet<string>(value, null, typeof(string), out string? known) ? known
        : parts.Add(value, null, typeof(string), CanonicalJson.Of(Value(value, null, withDefaults: false, parts), parts));
}
