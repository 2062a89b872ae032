using System.ComponentModel;
using System.Diagnostics;
using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>Calls a program of Slurm's; what it refuses is told in its own words.</summary>
internal static class SlurmCommand
{
    // A controller that restarts answers within this time, or not at all.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Calls it and gives back what it printed.</summary>
    /// <param name="program">sbatch, squeue, ...</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InputException">It is not there, does not answer, or refuses.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            })!;
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                throw new InputException($"{program}: no answer from Slurm within {Patience.TotalMinutes:F0} minutes");
            }

            process.WaitForExit();
            if (process.ExitCode == 0)
                return output.GetAwaiter().GetResult();
            var said = string.Join("; ", errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Printable.Line).DefaultIfEmpty("no word of why"));
            // Slurm begins with the program's name.
            throw new InputException(said.StartsWith(program, StringComparison.Ordinal) ? said : $"{program}: {said}");
        }
        catch (Win32Exception error)
        {
            throw new InputException($"{program}: cannot be started ({error.Message}); Slurm's commands are expected on the path, as they are on a cluster's login node", error);
        }
    }
}
