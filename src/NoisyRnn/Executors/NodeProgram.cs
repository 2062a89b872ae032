namespace NoisyRnn.Executors;

/// <summary>What starts the program on a node, looked for on the machine that submits.</summary>
internal static class NodeProgram
{
    // What only the shell can make something of.
    private const string OfShell = "'\"\\$`*?[]{}()<>|&;=#!";

    /// <summary>Why it cannot be found here; null where it can, where this program itself is meant, or where only the shell knows.</summary>
    /// <param name="program">What was asked for, as the shell reads it.</param>
    public static string? Problem(string program)
    {
        if (program.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var word, ..] || word.Any(static c => OfShell.Contains(c, StringComparison.Ordinal)))
            return null;
        if (word.StartsWith("~/", StringComparison.Ordinal))
            word = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), word[2..]);
        if (word.Contains('/', StringComparison.Ordinal))
            return IsProgram(word) ? null : $"'{word}' is {(File.Exists(word) ? "no program (it may not be executed)" : "not there")}";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => IsProgram(Path.Combine(folder, word)))
            ? null : $"'{word}' is not on the path of this machine";
    }

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None);
}
