using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Formats;

/// <summary>The way back from a spec record to a tree, which the binder turns into the same record again.</summary>
internal static class SpecTree
{
    /// <summary>The tree of a record.</summary>
    /// <param name="spec">The record.</param>
    /// <param name="withDefaults">Whether properties equal to their defaults are written too.</param>
    internal static TreeNode Of(object spec, bool withDefaults) => Record(spec, null, withDefaults);

    /// <summary>The tree of what a stage's hash is taken of: no defaults, no places on this machine, and of kinds of one's own the identity of their code.</summary>
    /// <param name="spec">The record.</param>
    internal static TreeNode ToHash(object spec) => Hashed(spec, Record(spec, null, withDefaults: false));

    /// <summary>The tree of any value that a property may hold.</summary>
    /// <param name="value">The value; null where the property is nullable.</param>
    /// <param name="fallback">The property's default, which a nested record starts from.</param>
    /// <param name="withDefaults">Whether properties equal to their defaults are written too.</param>
    internal static TreeNode Value(object? value, object? fallback, bool withDefaults) => value switch
    {
        null => new TreeScalar("null"),
        TreeNode raw => raw,
        string text => new TreeScalar(text, isQuoted: true),
        bool truth => new TreeScalar(truth ? "true" : "false"),
        double number => new TreeScalar(ScalarText.Of(number)),
        int or long or ulong => new TreeScalar(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        Enum member => new TreeScalar(SpecType.EnumName(member), isQuoted: true),
        _ when SpecType.IsList(value.GetType()) =>
            new TreeList([.. SpecType.Items(value).Select(item => Value(item, null, withDefaults))]),
        _ => Record(value, fallback, withDefaults),
    };

    private static TreeMap Hashed(object spec, TreeMap tree)
    {
        var shape = SpecShape.Of(spec.GetType());
        var entries = tree.Entries.Where(entry => !shape.Properties.Any(p => p.Name == entry.Key && p.IsLocation)).Select(entry =>
            shape.Properties.FirstOrDefault(p => p.Name == entry.Key)?.Get(spec) is { } value and not TreeNode ? entry with { Value = HashedValue(value, entry.Value) } : entry);
        return new TreeMap(OwnKinds.CodeOf(spec.GetType()) is { } code ? [.. entries, new TreeEntry("code", new TreeScalar(code, isQuoted: true))] : [.. entries], tree.File, tree.Line, tree.Column);
    }

    private static TreeNode HashedValue(object value, TreeNode tree) => tree switch
    {
        TreeMap map => Hashed(value, map),
        TreeList list when SpecType.IsList(value.GetType()) => new TreeList([.. SpecType.Items(value).Zip(list.Items, static (item, node) => item is null or TreeNode ? node : HashedValue(item, node))], list.File, list.Line, list.Column),
        _ => tree,
    };

    private static TreeMap Record(object spec, object? fallback, bool withDefaults)
    {
        SpecShape shape = SpecShape.Of(spec.GetType());
        bool hasFallback = fallback?.GetType() == spec.GetType();
        object defaults = hasFallback ? fallback! : shape.New();
        ImmutableArray<TreeEntry>.Builder entries = ImmutableArray.CreateBuilder<TreeEntry>();
        if (shape.Kind is { } kind) entries.Add(new TreeEntry(SpecType.KindKey, new TreeScalar(kind, isQuoted: true)));
        foreach (SpecProperty property in shape.Properties)
        {
            object? value = property.Get(spec), standard = property.Get(defaults);
            bool mayLeaveOut = !withDefaults && (hasFallback || !property.IsRequired);
            if (mayLeaveOut && SameText(value, standard)) continue;
            entries.Add(new TreeEntry(property.Name, Value(value, standard, withDefaults)));
        }

        return new TreeMap(entries.ToImmutable());
    }

    /// <summary>Records that hold arrays have no useful equality: two values are equal when they are written alike.</summary>
    private static bool SameText(object? a, object? b) =>
        CanonicalJson.Of(Value(a, null, withDefaults: false)) == CanonicalJson.Of(Value(b, null, withDefaults: false));
}
