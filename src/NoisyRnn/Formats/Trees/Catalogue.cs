using System.Collections.Immutable;
using System.ComponentModel;
using System.Reflection;

namespace NoisyRnn.Formats;

/// <summary>
/// What there is to write in an experiment, read off the spec records themselves: for <c>list</c>, <c>describe</c>, the docs
/// and tests that go over every leaf.
/// </summary>
public static class Catalogue
{
    /// <summary>The abstract records of an assembly that have leaves, by name of type.</summary>
    /// <param name="assembly">The assembly.</param>
    public static ImmutableArray<Type> Bases(Assembly assembly) =>
    [
        .. assembly.GetTypes().Where(t => t.IsDefined(typeof(LeafAttribute), inherit: false) || t.IsDefined(typeof(NamedByTypeAttribute), inherit: false)).OrderBy(t => t.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The leaves of an abstract record: in the order listed there or, with <see cref="NamedByTypeAttribute"/>, of their names.</summary>
    /// <param name="abstractBase">The record.</param>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static ImmutableArray<LeafAttribute> Leaves(Type abstractBase) => SpecShape.Of(abstractBase).Leaves;

    /// <summary>
    /// Adds a kind of one's own, a task, an activation, a network, ...: experiment files then name it by its type in lower case with hyphens, and its
    /// properties are its keys. To be called before any experiment is read.
    /// </summary>
    /// <param name="leaf">A sealed record that derives from one of <see cref="Bases"/>.</param>
    /// <exception cref="ArgumentException">It does not, or its name is taken.</exception>
    public static void Add(Type leaf) => OwnKinds.Add(leaf);

    /// <summary>The name of a leaf ("relu"); of a record that no base lists, a task of one's own, that of its type in lower case with hyphens.</summary>
    /// <param name="leaf">The type of a sealed record.</param>
    public static string KindOf(Type leaf) =>
        SpecShape.Of(leaf).Kind ?? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(leaf.Name);

    /// <summary>The name of an abstract record in words ("trial task").</summary>
    /// <param name="abstractBase">A record with <see cref="LeafAttribute"/>s.</param>
    public static string NameOf(Type abstractBase) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(abstractBase.Name).Replace('-', ' ');

    /// <summary>Those leaves of an abstract record that are of some kind, by name, for errors: "mse", "ctrnn or feedforward", "a, b or c".</summary>
    /// <param name="isOne">Whether a leaf, with its defaults, is one.</param>
    /// <typeparam name="T">A record with <see cref="LeafAttribute"/>s.</typeparam>
    internal static string NamesOf<T>(Func<T, bool> isOne)
    {
        string[] names = [.. Leaves(typeof(T)).Where(leaf => isOne((T)SpecShape.Of(leaf.Type).New())).Select(static leaf => leaf.Name)];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    /// <summary>The name of an enum's member ("per-step").</summary>
    /// <param name="member">The member.</param>
    public static string NameOf(Enum member) => SpecType.EnumName(member);

    /// <summary>The keys of a spec record; nested records are unfolded, an abstract one is a single key with its kinds.</summary>
    /// <param name="spec">The type of a record.</param>
    public static ImmutableArray<SpecKey> Keys(Type spec) => [.. Keys(spec, SpecShape.Of(spec).New(), "", isGiven: false)];

    /// <summary>The sections of a spec record: its properties that are records, or lists of records.</summary>
    /// <param name="spec">The type of a record.</param>
    public static ImmutableArray<SpecSection> Sections(Type spec) =>
    [
        .. from property in SpecShape.Of(spec).Properties
           let isList = SpecType.IsList(property.Type)
           let type = isList ? SpecType.Element(property.Type) : property.Type
           where SpecType.IsRecord(type)
           select new SpecSection(property.Name, type, isList, property.Description),
    ];

    private static ImmutableArray<(string Value, string Meaning)> Values(Type type) => !type.IsEnum ? [] :
    [
        .. from member in Enum.GetValues(type).Cast<Enum>()
           let meaning = type.GetField(member.ToString())?.GetCustomAttribute<DescriptionAttribute>()?.Description
           where meaning is not null
           select (NameOf(member), meaning),
    ];

    private static IEnumerable<SpecKey> Keys(Type spec, object defaults, string path, bool isGiven)
    {
        foreach (SpecProperty property in SpecShape.Of(spec).Properties)
        {
            string here = Slot.Join(path, property.Name);
            object? standard = property.Get(defaults);
            if (SpecType.IsRecord(property.Type) && !property.Type.IsAbstract && standard is not null)
            {
                foreach (SpecKey nested in Keys(property.Type, standard, here, isGiven: true)) yield return nested;
                continue;
            }

            string words = SpecType.Words(property.Type, property.Range) + (property.ByName is null ? "" : ", or by name") + (property.IsNullable ? ", or null" : "");
            string? text = property.IsRequired && !isGiven ? null : YamlText.InOneLine(SpecTree.Value(standard, null, withDefaults: false));
            yield return new SpecKey(here, words, text, property.Description) { Values = Values(property.Type) };
        }
    }
}
