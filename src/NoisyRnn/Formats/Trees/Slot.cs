namespace NoisyRnn.Formats;

/// <summary>Where a bound value goes, and what is allowed there.</summary>
/// <param name="Type">The type wanted.</param>
/// <param name="Path">Its dotted path.</param>
internal sealed record Slot(Type Type, string Path)
{
    internal bool IsNullable { get; init; }

    internal AllowedRange? Range { get; init; }

    internal int MinimumLength { get; init; }

    /// <summary>The default of the property; what a nested record starts from.</summary>
    internal object? Fallback { get; init; }

    /// <summary>What must lie where the value says; null where the value says no place.</summary>
    internal string? Place { get; init; }

    /// <summary>Of a list whose items may be written by name: the key of a value that stands in the place of an item; null of other lists.</summary>
    internal string? ByName { get; init; }

    internal string Words => Place is null ? SpecType.Words(Type, Range) : $"a path, here or by --data: {Place}";

    internal static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    internal Slot Of(SpecProperty property, object? fallback) => new(property.Type, Join(Path, property.Name))
    {
        IsNullable = property.IsNullable, Range = property.Range, MinimumLength = property.MinimumLength, Fallback = fallback,
        ByName = property.ByName,
        Place = property.IsLocation ? property.Description : null,
    };

    internal Slot Item(int index) => new(SpecType.Element(Type), Join(Path, $"{index}")) { Range = Range };
}
