namespace NoisyRnn.Formats;

/// <summary>Guesses which name was meant.</summary>
internal static class NearestName
{
    private const int MostNames = 100;

    /// <summary>"unknown kind 'rleu'; did you mean 'relu'? (allowed: relu, tanh)".</summary>
    internal static string Unknown(string what, string name, IReadOnlyCollection<string> allowed, string where = "")
    {
        string guess = Of(name, allowed) is { } near ? $"did you mean '{near}'? " : "";
        string more = allowed.Count > MostNames ? $" and {allowed.Count - MostNames} more" : "";
        string list = allowed.Count == 0 ? "(none is allowed)" : $"(allowed: {string.Join(", ", allowed.Take(MostNames))}{more})";
        return $"unknown {what} '{ShownText.Of(name)}'{where}; {guess}{list}";
    }

    /// <summary>The closest name, or null where none is close: one slip for short names, a third of the letters for long ones; else the only one that goes on after it with a hyphen.</summary>
    internal static string? Of(string name, IEnumerable<string> allowed)
    {
        // Longer than any name there is: no slip of the finger, and the distance costs the product of the lengths.
        if (name.Length > 100) return null;
        (string? near, int distance) = (null, Math.Max(1, name.Length / 3) + 1);
        foreach (string candidate in allowed)
        {
            int d = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (d < distance) (near, distance) = (candidate, d);
        }

        string[] longer = near is null ? [.. allowed.Where(candidate => candidate.StartsWith($"{name}-", StringComparison.OrdinalIgnoreCase)).Take(2)] : [];
        return longer is [var only] ? only : near;
    }

    /// <summary>Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions,
    /// substitutions and swaps of neighbours.</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
