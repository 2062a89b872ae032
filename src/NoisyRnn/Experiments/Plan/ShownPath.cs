using System.Text.RegularExpressions;

namespace NoisyRnn.Experiments;

/// <summary>What a page that may be published shows of an argument of the command: no folder of the user's machine.</summary>
internal static partial class ShownPath
{
    /// <summary>The argument with the folders of absolute paths left out: <c>.../my.yaml</c>, <c>task.file=.../my.csv</c>.</summary>
    public static string Of(string argument)
    {
        // A path of its own, or the value of a setting, may hold blanks; inside of lists and maps it ends at one.
        var value = argument.IndexOf('=', StringComparison.Ordinal) + 1;
        return IsAbsolute(argument) ? Shorten(argument)
            : value > 0 && IsAbsolute(argument[value..]) ? argument[..value] + Shorten(argument[value..])
            : Inside().Replace(argument, static match => Shorten(match.Value));
    }

    /// <summary>A path, of one that is absolute or leads upwards its last name alone: <c>.../mnist</c>.</summary>
    public static string OfFile(string path) => IsAbsolute(path) || path.Split('/', '\\') is ["..", ..] ? Shorten(path) : path;

    /// <summary>A sentence, with the folders of absolute paths in it left out.</summary>
    public static string In(string sentence) => Inside().Replace($" {sentence}", static match => Shorten(match.Value))[1..];

    private static bool IsAbsolute(string path) => Absolute().IsMatch(path);

    private static string Shorten(string path)
    {
        var trimmed = path.TrimEnd('/', '\\');
        return $".../{trimmed[(trimmed.LastIndexOfAny(['/', '\\']) + 1)..]}";
    }

    [GeneratedRegex(@"^(?:/|\\\\|[A-Za-z]:[\\/])[^\s/]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Absolute();

    // Behind a bracket, a quote, a comma, a blank, a colon or an equals sign.
    [GeneratedRegex(@"(?<=[\[{(,=:'""\s])(?:/|\\\\|[A-Za-z]:[\\/])(?:[^\s,\]})'""/\\]+[/\\]?)+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inside();
}
