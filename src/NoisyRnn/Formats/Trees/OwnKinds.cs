using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace NoisyRnn.Formats;

/// <summary>Kinds that a program adds to the catalogue: a task, an activation, ... of one's own, with the identity of its code.</summary>
internal static class OwnKinds
{
    private static readonly ConcurrentDictionary<Type, LeafAttribute> Added = new();

    /// <summary>Adds a kind.</summary>
    /// <param name="leaf">A sealed record.</param>
    /// <exception cref="ArgumentException">It is not of a kind that experiment files name, or its name is taken.</exception>
    internal static void Add(Type leaf)
    {
        if (leaf.IsAbstract || !leaf.IsSealed || leaf.GetConstructor(Type.EmptyTypes) is null)
            throw new ArgumentException($"{leaf.Name}: needed is a sealed record with a constructor without parameters, which gives the defaults", nameof(leaf));
        if (BaseOf(leaf) is not { } abstractBase)
            throw new ArgumentException($"{leaf.Name}: derives from none of the abstract records whose kinds an experiment file names ({string.Join(", ", Catalogue.Bases(typeof(OwnKinds).Assembly).Select(static t => t.Name))})", nameof(leaf));
        if (SpecShape.Of(leaf).Kind is not null)
            return;
        var name = JsonNamingPolicy.KebabCaseLower.ConvertName(leaf.Name);
        if (SpecShape.Of(abstractBase).Leaves.Any(other => other.Name == name))
            throw new ArgumentException($"{leaf.Name}: '{name}' is the name of another {Catalogue.NameOf(abstractBase)}; give the record another name", nameof(leaf));
        Added[leaf] = new LeafAttribute(name, leaf);
        SpecShape.Forget();
    }

    /// <summary>The added kinds of an abstract record, by name.</summary>
    internal static ImmutableArray<LeafAttribute> Of(Type abstractBase) =>
        [.. Added.Values.Where(leaf => leaf.Type.IsSubclassOf(abstractBase)).OrderBy(static leaf => leaf.Name, StringComparer.Ordinal)];

    /// <summary>The name of an added kind; null of all others.</summary>
    internal static string? NameOf(Type leaf) => Added.TryGetValue(leaf, out var known) ? known.Name : null;

    /// <summary>
    /// What the hash of a stage takes of an added kind beside its settings: its <see cref="CodeVersionAttribute"/>, else the identity of the compiled
    /// module, which every change of its source changes. Null of the library's own kinds, whose revisions say it.
    /// </summary>
    internal static string? CodeOf(Type leaf) => !Added.ContainsKey(leaf) ? null
        : leaf.GetCustomAttribute<CodeVersionAttribute>() is { } stated ? $"version {stated.Version}" : $"module {leaf.Module.ModuleVersionId:N}";

    private static Type? BaseOf(Type leaf)
    {
        for (var type = leaf.BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsDefined(typeof(LeafAttribute), inherit: false) || type.IsDefined(typeof(NamedByTypeAttribute), inherit: false))
                return type;
        }

        return null;
    }
}
