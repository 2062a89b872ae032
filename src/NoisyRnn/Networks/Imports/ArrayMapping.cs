using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>A layout that the user tells: which array of the file is which of the network.</summary>
internal static class ArrayMapping
{
    private const string Name = "array", IsTransposed = "transposed";

    /// <summary>The arrays under our names, as told.</summary>
    /// <param name="file">The arrays.</param>
    /// <param name="arrays">The sidecar's arrays.</param>
    /// <exception cref="InputException">An array is not in the file; all such are told, a line each.</exception>
    internal static WeightsFound Find(ModelFile file, TreeMap arrays)
    {
        var problems = new List<string>();
        var found = ImmutableArray.CreateBuilder<ImportedArray>();
        foreach (var entry in arrays.Entries)
        {
            var (name, transposed) = Source(entry, problems);
            if (name is null)
                continue;
            if (file.Find(name) is { } array)
                found.Add(transposed ? ImportedArray.Of(entry.Key, array).Transposed() : ImportedArray.Of(entry.Key, array));
            else
                problems.Add($"{entry.Where}: arrays.{entry.Key}: no array '{ShownText.Of(name)}' in {file.Path}{WeightLayout.Near(file, name)} {NetworkImport.ArraysOf(file)}");
        }

        return problems.Count == 0
            ? new WeightsFound("arrays told by the sidecar") { Kind = "", Arrays = found.ToImmutable() }
            : throw new InputException(string.Join('\n', problems));
    }

    private static (string? Name, bool Transposed) Source(TreeEntry entry, List<string> problems)
    {
        switch (entry.Value)
        {
            case TreeScalar { IsNull: false } name:
                return (name.Text, false);
            case TreeMap map when map.Find(Name)?.Value is TreeScalar { IsNull: false } name && map.Entries.All(static key => key.Key is Name or IsTransposed):
                var transposed = map.Find(IsTransposed) is { } told && Binder.Bind<bool>(told.Value, $"arrays.{entry.Key}.{IsTransposed}");
                return (name.Text, transposed);
            default:
                problems.Add($"{entry.Where}: arrays.{entry.Key}: {entry.Value.InWords} is not allowed; the name of an array, or {{{Name}: NAME, {IsTransposed}: true}}");
                return (null, false);
        }
    }
}
