using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace NoisyRnn.Formats;

/// <summary>What reflection tells of a spec record, found once: its keys in the order declared (those of base records first).</summary>
internal sealed class SpecShape
{
    private static readonly ConcurrentDictionary<Type, SpecShape> Known = new();
    private static readonly Func<object, object> Copy = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();
    private readonly Type _type;
    private readonly PropertyInfo[] _inlined;
    private readonly Dictionary<string, SpecProperty> _byName;
    private readonly Lazy<object> _defaults;

    private SpecShape(Type type)
    {
        _type = type;
        Leaves = [.. type.GetCustomAttributes<LeafAttribute>(inherit: false), .. NamedLeaves(type), .. type.IsAbstract ? OwnKinds.Of(type) : []];
        Kind = KindOf(type);
        Properties =
        [
            .. Declared(type).SelectMany(p => p.IsDefined(typeof(InlinedAttribute)) ? Declared(p.PropertyType).Select(inner => new SpecProperty(inner, p)) : [new SpecProperty(p)]),
        ];
        if (type.IsAbstract && Leaves.IsEmpty)
            throw new ArgumentException($"{type} is abstract and names no leaf: [Leaf(\"name\", typeof(...))] is missing", nameof(type));
        if (!type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is null)
            throw new ArgumentException($"{type} needs a constructor without parameters, which gives the defaults", nameof(type));
        _byName = Properties.DistinctBy(static p => p.Name).ToDictionary(static p => p.Name);
        Keys = [.. Properties.Select(static p => p.Name)];
        if (Kind is not null) Keys.Add(SpecType.KindKey);
        _inlined = [.. Declared(type).Where(static p => p.IsDefined(typeof(InlinedAttribute)))];
        _defaults = new(() => Activator.CreateInstance(type)!);
    }

    /// <summary>The leaves of an abstract record, in the order listed.</summary>
    internal ImmutableArray<LeafAttribute> Leaves { get; }

    /// <summary>The name of a leaf; null for a record that is none.</summary>
    internal string? Kind { get; }

    internal ImmutableArray<SpecProperty> Properties { get; }

    /// <summary>The keys that may be written, <c>kind</c> of a leaf among them.</summary>
    internal HashSet<string> Keys { get; }

    /// <summary>The property of a key; null where there is none.</summary>
    internal SpecProperty? Find(string key) => _byName.GetValueOrDefault(key);

    /// <summary>The record with its defaults, one and the same: to be read only.</summary>
    internal object Defaults => _defaults.Value;

    internal static SpecShape Of(Type type) => Known.GetOrAdd(type, t => new SpecShape(t));

    /// <summary>After a kind was added: what is known of its base is no longer so.</summary>
    internal static void Forget() => Known.Clear();

    /// <summary>The record with its defaults (required properties are empty).</summary>
    internal object New() => CopyOf(Defaults);

    /// <summary>A copy when it is of this type, else the record with its defaults. Parts that are records themselves are the same objects.</summary>
    internal object CopyOrNew(object? original) => CopyOf(original?.GetType() == _type ? original : Defaults);

    private object CopyOf(object original)
    {
        object copy = Copy(original);
        foreach (PropertyInfo holder in _inlined) holder.SetValue(copy, Copy(holder.GetValue(copy)!));
        return copy;
    }

    private static IEnumerable<PropertyInfo> Declared(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.CanRead && p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
        .OrderBy(p => Depth(p.DeclaringType!)).ThenBy(p => p.MetadataToken);

    private static string? KindOf(Type type)
    {
        if (OwnKinds.NameOf(type) is { } own) return own;
        for (Type? b = type.BaseType; b is not null; b = b.BaseType)
        {
            if (b.GetCustomAttributes<LeafAttribute>(inherit: false).FirstOrDefault(l => l.Type == type) is { } leaf)
                return leaf.Name;
            if (b.IsDefined(typeof(NamedByTypeAttribute), inherit: false))
                return NameOf(type, b);
        }

        return null;
    }

    private static IEnumerable<LeafAttribute> NamedLeaves(Type type) => type.IsDefined(typeof(NamedByTypeAttribute), inherit: false)
        ? type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract).Select(t => new LeafAttribute(NameOf(t, type), t)).OrderBy(leaf => leaf.Name, StringComparer.Ordinal)
        : [];

    private static string NameOf(Type leaf, Type abstractBase) => JsonNamingPolicy.KebabCaseLower.ConvertName(
        leaf.Name.EndsWith(abstractBase.Name, StringComparison.Ordinal) ? leaf.Name[..^abstractBase.Name.Length] : leaf.Name);

    private static int Depth(Type type) => type.BaseType is { } b ? Depth(b) + 1 : 0;
}
