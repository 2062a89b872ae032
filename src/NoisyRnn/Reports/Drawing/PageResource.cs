using System.Text;

namespace NoisyRnn.Reports;

/// <summary>The page's own files (folder <c>web/</c>), embedded in the library.</summary>
internal static class PageResource
{
    /// <summary>The text of a file that every build embeds.</summary>
    public static string Read(string name) =>
        ReadIfPresent(name) ?? throw new InvalidOperationException($"the library was built without its resource '{name}'");

    /// <summary>The text, or null where this build does not have it.</summary>
    public static string? ReadIfPresent(string name)
    {
        using var stream = typeof(PageResource).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
