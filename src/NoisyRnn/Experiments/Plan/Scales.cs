using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>
/// Named changes to an experiment file: <c>scales: {quick: {grid: {seed: 1..3}}, full: {...}}</c>. Each change means what it
/// means in <c>--set</c>; a map for <c>grid</c> replaces the axes that it names.
/// </summary>
internal static class Scales
{
    private const string Key = "scales";
    private const string Default = "quick";

    // x-training: &training {...} says nothing by itself: it is there for aliases to point at.
    private const string OnlyAnchors = "x-";

    /// <summary>Applies a scale and leaves the key <c>scales</c> out, and keys that begin with <c>x-</c>, which hold anchors only.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="scale">The wanted scale; on return the one applied.</param>
    public static ChangedFile Apply(TreeMap tree, ref string? scale)
    {
        var result = new ChangedFile(new TreeMap([.. tree.Entries.Where(static e => e.Key != Key && !e.Key.StartsWith(OnlyAnchors, StringComparison.Ordinal))], tree.File, tree.Line, tree.Column));
        if (tree.Find(Key) is not { } entry || entry.Value is TreeScalar { IsNull: true })
        {
            if (scale is null)
                return result;
            throw new InputException($"--scale {scale}: {tree.File} has no scales");
        }

        if (entry.Value is not TreeMap scales)
            throw new InputException($"{entry.Where}: 'scales' must be a map of names to changes");
        var found = scales.Find(scale ?? Default);
        if (found is null && scale is not null)
            throw new InputException($"--scale {scale}: {tree.File} has no such scale; allowed: {string.Join(", ", scales.Entries.Select(static e => e.Key))}");
        scale = found?.Key;
        if (found is null || found.Value is TreeScalar { IsNull: true })
            return result;
        if (found.Value is not TreeMap changes)
            throw new InputException($"{found.Where}: scale '{found.Key}' must be a map of paths to values");
        foreach (var change in changes.Entries)
            result = change.Key == "grid" ? WithGrid(result, change) : result.With(change.Key, change.Value);
        return result;
    }

    private static ChangedFile WithGrid(ChangedFile file, TreeEntry change)
    {
        if (change.Value is not TreeMap axes)
            throw new InputException($"{change.Where}: 'grid' must be a map of paths to lists of values");
        return axes.Entries.Aggregate(file, static (changed, axis) => changed.WithAxis(axis.Key, axis.Value));
    }
}
