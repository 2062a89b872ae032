using System.Text.RegularExpressions;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Which arrays of an npz file are x, y, mask and lengths, of the whole file or of its parts, by the names in use.</summary>
internal sealed partial class NpzNames
{
    /// <summary>The parts, in their order: the whole, or training, validation and test.</summary>
    internal static readonly string[] Parts = ["", "train", "val", "test"];

    private static readonly (string Role, string[] Names)[] Roles =
    [
        ("x", ["x", "inputs", "input", "data", "sequences", "features"]),
        ("y", ["y", "labels", "label", "targets", "target", "outputs", "output", "classes"]),
        ("mask", ["mask", "masks", "lossmask", "targetmask", "ymask"]),
        ("lengths", ["lengths", "length", "lens", "len", .. from of in new[] { "seq", "sequence", "x", "input", "inputs", "trial" } from word in new[] { "lengths", "length", "lens", "len" } select of + word]),
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
            // A single number beside the arrays tells how long all trials are; nothing is to be read of it.
            if (name.Length <= 40 && Meaning(name) is { } meaning && !(meaning.Role == "lengths" && file.Header(name) is { Kind: NpyKind.Numbers } header && header.Shape.All(static n => n == 1)))
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

    /// <summary>The array that the user takes as y, for a part: of a file with several parts, one for each ("cond" is cond_train, cond_test).</summary>
    /// <exception cref="InputException">There is none.</exception>
    internal string Chosen(string label, string part, bool isAlone)
    {
        if (isAlone && _file.Names.Contains(label))
            return label;
        var found = _file.Names.Where(name => name.Length <= label.Length + 20 && InParts(Plain(name)).Contains((Plain(label), part))).ToArray();
        return found switch
        {
            [var one] => one,
            [] when !_file.Names.Contains(label) => throw new InputException($"{_file.File}: task.label: no array '{label}'{(isAlone ? "" : $" of the part '{part}': '{Named(label, part)}'")}; found are {_file}"),
            [] => throw new InputException($"{_file.File}: task.label: '{label}' is one array, and there are several parts; allowed is a name that each part has one of: 'cond' for cond_train and cond_test"),
            _ => throw new InputException($"{_file.File}: task.label: arrays {string.Join(", ", found.Select(static name => $"'{name}'"))}: which is {Named(label, part)}?"),
        };
    }

    /// <summary>The arrays that are not read and whose names speak of lengths, or of a mask.</summary>
    /// <param name="y">The array that is y.</param>
    /// <param name="isAlone">Whether there is one part: an array without a part's name is read.</param>
    internal IEnumerable<(string Name, bool IsMask)> Unread(string y, bool isAlone) =>
        from name in _file.Names
        where name != y && (Meaning(name) is not { } meaning || (!isAlone && meaning.Part.Length == 0)) && (LengthsWord().IsMatch(name) || MaskWord().IsMatch(name))
        select (name, MaskWord().IsMatch(name));

    private static string Named(string role, string part) => part.Length == 0 ? role : $"{role}_{part}";

    private static (string Role, string Part)? Meaning(string name)
    {
        foreach (var (rest, part) in InParts(Plain(name)).Append((Plain(name), "")))
        {
            if (Array.Find(Roles, role => role.Names.Contains(rest)).Role is { } role)
                return (role, part);
        }

        return null;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // What a name says beside a part.
    private static IEnumerable<(string Said, string Part)> InParts(string plain)
    {
        foreach (var (part, names) in PartNames)
        {
            foreach (var word in names)
            {
                if (plain.EndsWith(word, StringComparison.Ordinal))
                    yield return (plain[..^word.Length], part);
                else if (plain.StartsWith(word, StringComparison.Ordinal))
                    yield return (plain[word.Length..], part);
            }
        }
    }

    // The end of a word: no "valence".
    [GeneratedRegex("([Ll]en|LEN|[Ll]ength|LENGTH)[sS]?([^a-z]|$)|([Nn](um)?_?|[Tt]ime_?)[Ss]teps", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LengthsWord();

    [GeneratedRegex("[Mm]ask|MASK|PAD|[Pp]ad(ding|ded)?([^a-z]|$)|^([Ii]s_?)?[Vv]alid(_?[Ss]teps)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MaskWord();
}
