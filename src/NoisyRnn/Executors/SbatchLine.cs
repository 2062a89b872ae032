using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>A line of further options of sbatch: those that the sweep sets itself are refused, however they are written.</summary>
internal static class SbatchLine
{
    // Short options that take no value: another may stand behind them in the same word.
    private const string Flags = "HIkOQsvhVuW";

    private const string Nothing = "none: a sweep depends on it";
    private const string Logs = "none: logs lie in DIR/slurm/N/logs";

    // The letter, the name, and what a user may say instead.
    private static readonly (char Letter, string Name, string Instead)[] Own =
    [
        ('a', "array", "--chunk or --max-parallel"), ('t', "time", "--time"), ('\0', "mem", "--memory"), ('\0', "mem-per-cpu", "--memory"), ('c', "cpus-per-task", "--workers"),
        ('n', "ntasks", "--workers"), ('p', "partition", "--partition"), ('A', "account", "--account"), ('o', "output", Logs), ('e', "error", Logs), ('\0', "open-mode", Logs),
        ('J', "job-name", Nothing), ('\0', "wrap", "--program"), ('\0', "signal", Nothing), ('\0', "no-requeue", Nothing), ('W', "wait", "noisyrnn watch, after the call"), ('\0', "test-only", "--dry-run"),
    ];

    /// <summary>Refuses what would make another job of it: with others of these the sweep would not find its runs again.</summary>
    /// <param name="line">The options, as a line of a script has them.</param>
    /// <exception cref="InputException">One of them is not allowed.</exception>
    public static void Check(string line)
    {
        string[] words = [.. line.Split(' ').Select(static word => string.Concat(word.Where(static c => c is not ('"' or '\'' or '\\')))).Where(static word => word.Length > 0)];
        if (words is [] || words[0][0] != '-' || words.Any(static word => word is "-" or "--") || line.Any(char.IsControl))
            throw new InputException($"--sbatch: '{Printable.Line(line)}' is not allowed; allowed are options of sbatch, as in --sbatch \"--constraint=avx512 --exclusive\"");
        foreach (var word in words)
        {
            if (Find(word) is not var (written, name, instead))
                continue;
            throw new InputException($"--sbatch: {written} is set by the sweep itself{(written == $"--{name}" ? "" : $" (sbatch's --{name})")}; allowed is {instead}");
        }
    }

    // Names may be cut short, as sbatch takes them.
    private static (string Written, string Name, string Instead)? Find(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            var written = word[2..].Split('=')[0];
            foreach (var (_, name, instead) in Own)
            {
                if (written.Length > 0 && name.StartsWith(written, StringComparison.Ordinal))
                    return ($"--{written}", name, instead);
            }
        }
        else if (word[0] == '-')
        {
            foreach (var letter in word.Skip(1))
            {
                foreach (var (own, name, instead) in Own)
                {
                    if (own == letter)
                        return ($"-{letter}", name, instead);
                }

                if (!Flags.Contains(letter, StringComparison.Ordinal))
                    return null;
            }
        }

        return null;
    }
}
