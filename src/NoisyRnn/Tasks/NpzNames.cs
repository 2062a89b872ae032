using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Which arrays of an npz file are x, y, mask and lengths, of the whole file or of its parts, by the names in use.</summary>
internal sealed class NpzNames
{
    /// <summary>The parts, in their order: the whole, or training, validation and test.</summary>
    internal static readonly string[] Parts = ["", "train", "val", "test"];

    private static readonly (string Role, string[] Names)[] Roles =
    [
        ("x", ["x", "inputs", "input", "data", "sequences", "features"]),
        ("y", ["y", "labels", "label", "targets", "target", "outputs", "output", "classes"]),
        ("mask", ["mask", "masks"]),
        ("lengths", ["lengths", "length", "lens", "seqlengths", "seqlens"]),
    ];

    private static readonly (string Part, string[] Names)[] PartNames =
        [("train", ["training", "train"]), ("val", ["validation", "valid", "val"]), ("test", ["testing", "test"])];

    private readonly NpzFile _file;
    private readonly Dictionary<(string Role, string Part), List<string>> _found = [];

    /// <summary>Sorts the names of a file.</summary>
    internal NpzNames(NpzFile file)
    {
        _file = file;
        foreach (var name in file.Names)
        {
            if (name.Length <= 40 && Meaning(name) is { } meaning)
                (_found.TryGetValue(meaning, out var names) ? names : _found[meaning] = []).Add(name);
        }
    }

    /// <summary>Whether a part is there.</summary>
    internal bool Has(string part) => _found.ContainsKey(("x", part));

    /// <summary>The array with a role in a part; null where there is none.</summary>
    /// <exception cref="InputException">Several may be meant.</exception>
    internal string? Find(string role, string part)
    {
        if (!_found.TryGetValue((role, part), out var names))
            return null;
        return names.Count == 1 ? names[0] : names.Find(name => name == Named(role, part)) ?? throw new InputException(
            $"{_file.File}: arrays {string.Join(", ", names.Select(static name => $"'{name}'"))}: which is {Named(role, part)}? allowed is one of them, or one that is called {Named(role, part)}");
    }

    /// <summary>The same; there must be one.</summary>
    internal string Needed(string role, string part) => Find(role, part) ?? throw new InputException(
        $"{_file.File}: no array '{Named(role, part)}'; found are {_file}; "
        + (NearestName.Of(Named(role, part), _file.Names.Where(name => name.Length > 2).Take(100)) is { } near ? $"is '{near}' meant? " : "")
        + "needed are x (inputs) and y (labels or targets), allowed are mask and lengths");

    private static string Named(string role, string part) => part.Length == 0 ? role : $"{role}_{part}";

    private static (string Role, string Part)? Meaning(string name)
    {
        var plain = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        foreach (var (part, names) in PartNames)
        {
            foreach (var word in names)
            {
                var rest = plain.EndsWith(word, StringComparison.Ordinal) ? plain[..^word.Length] : plain.StartsWith(word, StringComparison.Ordinal) ? plain[word.Length..] : null;
                if (rest is not null && Role(rest) is { } role)
                    return (role, part);
            }
        }

        return Role(plain) is { } whole ? (whole, "") : null;
    }

    private static string? Role(string plain) => Array.Find(Roles, role => role.Names.Contains(plain)).Role;
}
