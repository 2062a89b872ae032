using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>Files by their names alone, and where two have the same, by as many of their folders as tell all apart: no path of the machine on a page.</summary>
internal static class ShortNames
{
    /// <summary>"a.pt", "b.pt"; "1/model.pt", "2/model.pt".</summary>
    /// <param name="files">Different paths.</param>
    public static ImmutableArray<string> Of(IReadOnlyList<string> files)
    {
        var parts = files.Select(static file => Path.GetFullPath(file).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)).ToArray();
        for (var count = 1; ; count++)
        {
            ImmutableArray<string> names = [.. parts.Select(path => string.Join('/', path.TakeLast(count)))];
            if (names.Distinct(StringComparer.Ordinal).Count() == names.Length || parts.All(path => path.Length <= count))
                return names;
        }
    }
}
