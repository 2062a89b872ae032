using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoisyRnn.Formats;

/// <summary>One key of a spec record, as its property declares it.</summary>
internal sealed class SpecProperty
{
    private readonly PropertyInfo _property;
    private readonly PropertyInfo? _holder;

    /// <summary>A key of a record, or of a record inlined in it.</summary>
    /// <param name="property">The property.</param>
    /// <param name="holder">The property that holds the inlined record; null for the record's own.</param>
    internal SpecProperty(PropertyInfo property, PropertyInfo? holder = null)
    {
        (_property, _holder) = (property, holder);
        Name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        Type? underlying = Nullable.GetUnderlyingType(property.PropertyType);
        Type = underlying ?? property.PropertyType;
        IsNullable = underlying is not null
            || (!Type.IsValueType && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable);
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        Range = property.GetCustomAttribute<RangeAttribute>() is { } range ? new AllowedRange(range) : null;
        var location = property.GetCustomAttribute<LocationAttribute>();
        (IsLocation, IsFolder) = (location is not null, location is { IsFolder: true });
        IsUnlisted = property.IsDefined(typeof(UnlistedAttribute));
        MinimumLength = property.GetCustomAttribute<MinLengthAttribute>()?.Length ?? 0;
        ByName = property.GetCustomAttribute<ByNameAttribute>()?.Key;
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
    }

    /// <summary>The key: kebab-case of the property's name.</summary>
    internal string Name { get; }

    /// <summary>The type, without its question mark.</summary>
    internal Type Type { get; }

    internal bool IsNullable { get; }

    internal bool IsRequired { get; }

    /// <summary>Of the value, or of each element of a list.</summary>
    internal AllowedRange? Range { get; }

    /// <summary>Whether the value only says where something lies.</summary>
    internal bool IsLocation { get; }

    /// <summary>Whether that is a folder of several files.</summary>
    internal bool IsFolder { get; }

    /// <summary>Whether it is listed only where it is not its default.</summary>
    internal bool IsUnlisted { get; }

    /// <summary>The fewest items of a list.</summary>
    internal int MinimumLength { get; }

    /// <summary>Of a list whose items may be written by name: the key of a value that stands in the place of an item; null of other lists.</summary>
    internal string? ByName { get; }

    internal string Description { get; }

    internal object? Get(object spec) => _property.GetValue(Owner(spec));

    internal void Set(object spec, object? value) => _property.SetValue(Owner(spec), value);

    private object Owner(object spec) => _holder is null ? spec : _holder.GetValue(spec)!;
}
