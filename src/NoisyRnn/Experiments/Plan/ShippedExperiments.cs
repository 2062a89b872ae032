using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>The experiment files that come with the product: they are the reproduction.</summary>
public static class ShippedExperiments
{
    private const string Prefix = "experiments/";

    /// <summary>Names and titles.</summary>
    public static ImmutableArray<(string Name, string Title)> All() =>
    [
        .. typeof(ShippedExperiments).Assembly.GetManifestResourceNames()
            .Where(static r => r.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static r => r[Prefix.Length..^".yaml".Length])
            .Order(StringComparer.Ordinal)
            .Select(static name => (name, Title(name))),
    ];

    /// <summary>The text of an experiment; null where there is none of that name.</summary>
    public static string? Find(string name)
    {
        using var stream = typeof(ShippedExperiments).Assembly.GetManifestResourceStream($"{Prefix}{name}.yaml");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Whether the task of an experiment reads files that the user has.</summary>
    internal static bool IsOnData(string name) =>
        YamlTree.Parse(Find(name)!, $"{name}.yaml").Get("task") is TreeMap task && (task.Get("data") is not null || task.Get("file") is not null);

    private static string Title(string name) =>
        YamlTree.Parse(Find(name)!, $"{name}.yaml").Get("title") is TreeScalar title ? title.Text : "";
}
