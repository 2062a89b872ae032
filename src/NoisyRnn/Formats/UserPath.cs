using System.Text.RegularExpressions;

namespace NoisyRnn.Formats;

/// <summary>
/// A path as a user writes it: <c>~</c> at its beginning is the home folder, <c>$NAME</c> and <c>${NAME}</c> are variables of
/// the environment, <c>$$</c> is a dollar. It is kept as written and expanded where the place is looked up, so that a file
/// of an experiment means each user's own places.
/// </summary>
public static partial class UserPath
{
    /// <summary>The path that is meant.</summary>
    /// <param name="path">The path as written.</param>
    /// <param name="where">What an error begins with: "--data".</param>
    /// <exception cref="InputException">A variable is not set, or there is no home folder.</exception>
    public static string Expand(string path, string where)
    {
        bool isAtHome = path is "~" || path.StartsWith("~/", StringComparison.Ordinal)
            || (OperatingSystem.IsWindows() && path.StartsWith("~\\", StringComparison.Ordinal));
        string rest = Variable().Replace(isAtHome ? path[1..] : path, match => ValueOf(match, path, where));
        return isAtHome ? Home(path, where) + rest : rest;
    }

    /// <summary>The place of a path that starts from a folder where it is relative.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path as written.</param>
    /// <param name="where">What an error begins with.</param>
    /// <exception cref="InputException">A variable is not set, or there is no home folder.</exception>
    public static string In(string folder, string path, string where = "task") => Path.Combine(folder, Expand(path, where));

    /// <summary>A whole path, as a user would write it.</summary>
    /// <param name="path">The path that is meant.</param>
    public static string Of(string path) => path.Replace("$", "$$", StringComparison.Ordinal);

    private static string ValueOf(Match match, string path, string where)
    {
        if (match.Value == "$$") return "$";
        string name = match.Groups["name"].Value;
        return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InputException($"{where}: the variable {name} in '{ShownText.Of(path)}' is not set; set it, or write $$ for a dollar");
    }

    private static string Home(string path, string where) =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            ? home
            : throw new InputException($"{where}: there is no home folder for the ~ in '{ShownText.Of(path)}'; allowed is a whole path");

    [GeneratedRegex(@"\$\$|\$(?<name>[A-Za-z_][A-Za-z0-9_]*)|\$\{(?<name>[^}]*)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
