using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoisyRnn.Formats;

/// <summary>The types a spec may be made of: told apart and put in words here only.</summary>
internal static class SpecType
{
    internal const string KindKey = "kind";

    private static readonly MethodInfo ToListOf =
        typeof(SpecType).GetMethod(nameof(CastToList), BindingFlags.NonPublic | BindingFlags.Static)!;

    internal static bool IsRaw(Type type) => typeof(TreeNode).IsAssignableFrom(type);

    internal static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    internal static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(ulong);

    internal static bool IsScalar(Type type) =>
        IsWhole(type) || type.IsEnum || type == typeof(double) || type == typeof(bool) || type == typeof(string);

    internal static bool IsRecord(Type type) => !IsRaw(type) && !IsList(type) && !IsScalar(type);

    internal static Type Element(Type list) => list.GetGenericArguments()[0];

    internal static object ToList(Type list, IEnumerable<object?> items) => ToListOf.MakeGenericMethod(Element(list)).Invoke(null, [items])!;

    /// <summary>The items; a list that was never assigned is empty.</summary>
    internal static IEnumerable<object?> Items(object list) =>
        list.Equals(Activator.CreateInstance(list.GetType())) ? [] : ((IEnumerable)list).Cast<object?>();

    internal static ImmutableArray<string> EnumNames(Type type) => [.. Enum.GetNames(type).Select(n => EnumName(type, n))];

    internal static string EnumName(object value) => EnumName(value.GetType(), value.ToString()!);

    /// <summary>The member of that name, or null.</summary>
    internal static object? EnumMember(Type type, string name) =>
        Array.Find(Enum.GetNames(type), n => EnumName(type, n) == name) is { } member ? Enum.Parse(type, member) : null;

    /// <summary>"a number above 0", "true or false", "a list, each a whole number", "one of: relu, tanh".</summary>
    internal static string Words(Type type, AllowedRange? range)
    {
        if (IsList(type)) return $"a list, each {Words(Element(type), range)}";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(string)) return "text";
        if (type.IsEnum) return $"one of: {string.Join(", ", EnumNames(type))}";
        if (IsRaw(type)) return type == typeof(TreeMap) ? "a map" : type == typeof(TreeList) ? "a list" : "anything";
        if (type.IsAbstract) return $"a kind, one of: {string.Join(", ", SpecShape.Of(type).Leaves.Select(l => l.Name))}";
        if (!IsScalar(type)) return $"a map with keys {string.Join(", ", SpecShape.Of(type).Properties.Select(p => p.Name))}";
        string limits = range?.Words is { Length: > 0 } words ? words : type == typeof(ulong) ? "of at least 0" : "";
        return $"{(IsWhole(type) ? "a whole number" : "a number")} {limits}".TrimEnd();
    }

    private static string EnumName(Type type, string member) =>
        type.GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? JsonNamingPolicy.KebabCaseLower.ConvertName(member);

    private static ImmutableArray<T> CastToList<T>(IEnumerable<object?> items) => [.. items.Cast<T>()];
}
