using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>What a user may ask of Slurm. Kept with the submission: a retry asks for the same.</summary>
public sealed record SlurmOptions
{
    /// <summary>The least time limit: a checkpoint is written every half minute, and Slurm counts in minutes.</summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromMinutes(2);

    /// <summary>The partition; null for the cluster's own choice.</summary>
    public string? Partition { get; init; }

    /// <summary>The account; null for the user's own.</summary>
    public string? Account { get; init; }

    /// <summary>The time limit of an element, as Slurm writes it; null for the partition's.</summary>
    public string? Time { get; init; }

    /// <summary>The memory of an element, as Slurm writes it; null for what its runs need.</summary>
    public string? Memory { get; init; }

    /// <summary>Runs an element; null for as many as take about <see cref="Chunks.Target"/>.</summary>
    public int? Chunk { get; init; }

    /// <summary>Elements at a time at most; null for as many as the cluster lets run.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Cores of an element, each with a run of its own.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How often a run that failed, or an element that got no further, is tried again.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Further options of sbatch, a line each.</summary>
    public ImmutableArray<string> Sbatch { get; init; } = [];

    /// <summary>What starts the program on a node, as the shell reads it; empty for the program that submits.</summary>
    public string Program { get; init; } = "";

    /// <summary>Refuses what cannot be meant.</summary>
    /// <exception cref="InputException">A value is not allowed.</exception>
    public SlurmOptions Checked()
    {
        if (Chunk < 1)
            throw new InputException($"--chunk: {Chunk} runs are no chunk; allowed is a whole number from 1 on");
        if (MaxParallel < 1)
            throw new InputException($"--max-parallel: {MaxParallel} is not allowed; allowed is a whole number from 1 on");
        if (Time is { } time && SlurmTime.Parse(time, "--time") < LeastTime)
            throw new InputException($"--time: {time} is shorter than it takes to write a checkpoint and to hand the rest on; allowed is 2 minutes (2:00) or more");
        if (Memory is { } memory && !IsMemory(memory))
            throw new InputException($"--memory: '{memory}' is not allowed; allowed is a number with K, M, G or T behind it, as in 4G (Slurm takes a bare number for megabytes)");
        foreach (var (name, text) in new[] { ("--partition", Partition), ("--account", Account) })
        {
            if (text is not null && text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '"' or '\''))
                throw new InputException($"{name}: '{Printable.Line(text)}' is not allowed; allowed is a name of Slurm's, without spaces or quotes");
        }

        foreach (var line in Sbatch)
            SbatchLine.Check(line);
        return this;
    }

    private static bool IsMemory(string text) => text.TrimEnd('K', 'M', 'G', 'T', 'k', 'm', 'g', 't') is var digits
        && digits.Length is > 0 and < 12 && text.Length - digits.Length == 1 && digits.All(char.IsAsciiDigit) && digits.Any(static c => c != '0');
}
