using System.Globalization;

namespace NoisyRnn.Numerics;

/// <summary>How many cores this process may use.</summary>
public static class Cores
{
    // What a task of a Slurm job was given; and all that the job has on this node, where nothing is said of a task.
    private static readonly string[] Limits = ["SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"];

    /// <summary>
    /// Those the system lends (affinity and the limit of its control group count), and no more than Slurm gave the task: a
    /// cluster that does not bind its jobs to cores says only so which are theirs.
    /// </summary>
    public static int Available => Of(Environment.ProcessorCount, Environment.GetEnvironmentVariable);

    /// <summary>The variable that keeps the process from using all cores the system lends; null where there is none.</summary>
    public static string? LimitedBy =>
        Available < Environment.ProcessorCount ? Limits.First(static name => Number(Environment.GetEnvironmentVariable(name)) == Available) : null;

    internal static int Of(int lent, Func<string, string?> variable) =>
        Limits.Select(name => Number(variable(name))).OfType<int>().Append(lent).Min();

    // What is no number of cores says nothing.
    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var cores) && cores > 0 ? cores : null;
}
