namespace NoisyRnn.Claims;

/// <summary>Names of arms in a sentence: what they share is said once, "rank 2 and rank 4 (activation = relu, tanh)".</summary>
internal static class ArmNames
{
    private const string Between = ", ";

    /// <summary>"relu, softplus and tanh".</summary>
    public static string Listed(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(Between, names.SkipLast(1))} and {names[^1]}";

    /// <summary>The names of arms: arms of the experiment that are varied alike stand together, with what is varied in brackets.</summary>
    /// <param name="arms">The arms, each once.</param>
    public static string Of(IEnumerable<Arm> arms) => Listed([.. arms.GroupBy(static arm => arm.Base, static arm => arm.Name.Length > arm.Base.Length ? arm.Name[(arm.Base.Length + Between.Length)..] : "")
        .GroupBy(static arm => Varied([.. arm]), static arm => arm.Key)
        .SelectMany(static alike => alike.Key.Length == 0 ? alike : Enumerable.Repeat($"{Listed([.. alike])} ({alike.Key})", 1))]);

    // "activation = relu, tanh"; "layers = 1; 64, 256 units"; what has no such form stands side by side.
    private static string Varied(string[] ways)
    {
        if (ways.Length == 1)
            return ways[0];
        var parts = ways.Select(static way => way.Split(Between)).ToArray();
        var shared = Enumerable.Range(0, parts.Min(static way => way.Length - 1)).TakeWhile(k => parts.All(way => way[k] == parts[0][k])).Count();
        string[] rest = [.. parts.Select(way => string.Join(Between, way[shared..]))];
        var (before, after) = (rest[0][..(rest[0].IndexOf('=', StringComparison.Ordinal) + 1)], rest[0][(rest[0].LastIndexOf(' ') + 1)..]);
        var isOfKey = before.Length > 0 && Array.TrueForAll(rest, way => way.StartsWith(before, StringComparison.Ordinal) && !way.Contains(Between, StringComparison.Ordinal));
        var isOfUnit = before.Length == 0 && Array.TrueForAll(rest, way => way.EndsWith($" {after}", StringComparison.Ordinal) && !way.Contains(Between, StringComparison.Ordinal));
        var listed = isOfKey ? $"{before} {string.Join(Between, rest.Select(way => way[before.Length..].Trim()))}"
            : isOfUnit ? $"{string.Join(Between, rest.Select(way => way[..^(after.Length + 1)]))} {after}"
            : string.Join("; ", rest);
        return shared == 0 ? listed : $"{string.Join(Between, parts[0][..shared])}; {listed}";
    }
}
