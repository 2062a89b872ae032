using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>In what an experiment differs from another one, for people.</summary>
internal static class SettingsDifference
{
    private const int Most = 3;

    /// <summary>"training.iterations = 50 (was 20), rules.min-seeds = 3 (was 5)".</summary>
    public static string Of(Experiment asked, Experiment earlier)
    {
        var changed = All(asked, earlier).Select(static change => $"{change.Path} = {change.Now} (was {change.Before})").ToArray();
        return changed.Length > 0 ? string.Join(", ", changed.Take(Most)) + (changed.Length > Most ? $", and {changed.Length - Most} more" : "")
            : !asked.Runs[0].Files.SequenceEqual(earlier.Runs[0].Files) ? "the task's files hold something else"
            : "the grid or the arms vary something else";
    }

    /// <summary>Each setting that differs, in words, but for those that the grid varies: of them the first run's values say nothing.</summary>
    public static ImmutableArray<(string Path, string Now, string Before)> All(Experiment asked, Experiment earlier)
    {
        var varied = new[] { asked, earlier }.SelectMany(static experiment => experiment.Runs.SelectMany(static run => run.Point.Values)).Select(static value => value.Key).Distinct().Select(Keys).Append("seed").ToHashSet();
        return [.. Changes(asked.Runs[0].Settings, earlier.Runs[0].Settings, "").Where(change => !varied.Contains(Keys(change.Path))).Select(static change => (change.Path, Text(change.Now), Text(change.Before)))];
    }

    private static IEnumerable<(string Path, TreeNode? Now, TreeNode? Before)> Changes(TreeNode? now, TreeNode? before, string path) => (now, before) switch
    {
        (TreeMap first, TreeMap second) => first.Entries.Concat(second.Entries).Select(static entry => entry.Key).Distinct().SelectMany(key => Changes(first.Find(key)?.Value, second.Find(key)?.Value, Join(path, key))),
        // A part that is all defaults is left out; a kind is chosen or not.
        (TreeMap first, null) when first.Find("kind") is null => Changes(first, new TreeMap([]), path),
        (null, TreeMap second) when second.Find("kind") is null => Changes(new TreeMap([]), second, path),
        (TreeList first, TreeList second) when first.Items.Length == second.Items.Length => first.Items.Zip(second.Items).Index().SelectMany(pair => Changes(pair.Item.First, pair.Item.Second, Join(path, $"{pair.Index}"))),
        _ when now is not null && before is not null && CanonicalJson.Of(now) == CanonicalJson.Of(before) => [],
        _ => [(path, now, before)],
    };

    private static string Text(TreeNode? value) => value is null ? "its default" : YamlText.InOneLine(value);

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    // noise.0.sigma is noise.sigma where the noise is one.
    private static string Keys(string path) => string.Join('.', path.Split('.').Where(static key => !key.All(char.IsAsciiDigit)));
}
