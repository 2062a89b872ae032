using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>What a folder of runs holds, against what it is to hold.</summary>
internal static class SweepFolder
{
    /// <summary>The counts of <c>noisyrnn status</c> that are not 0.</summary>
    internal static Dictionary<string, int> Counts(string status) => status.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split('\t')).Where(static fields => fields.Length == 2 && int.TryParse(fields[1], out var count) && count > 0)
        .ToDictionary(static fields => fields[0], static fields => int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Every run is there once, with the bits of the other folder, and nothing is left over.</summary>
    internal static void AreSame(string expected, string actual)
    {
        Assert.DoesNotContain("missing", TinyExperiment.ParameterHashes(expected).Values);
        Assert.Equal(TinyExperiment.ParameterHashes(expected), TinyExperiment.ParameterHashes(actual));
        Assert.Equal(TinyExperiment.Sweeps(expected), TinyExperiment.Sweeps(actual));
        var lines = Directory.GetFiles(Path.Combine(actual, "results")).SelectMany(File.ReadAllLines).Count(static line => line.Contains("\"train\"", StringComparison.Ordinal));
        Assert.Equal(Experiment.OfFolder(actual).Runs.Length, lines);
        Assert.Empty(RunStore.OpenExisting(actual).Warnings);
        Assert.Empty(LeftOvers(actual));
    }

    /// <summary>Files that only runs that are not done may leave.</summary>
    private static IEnumerable<string> LeftOvers(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Where(static file => file.EndsWith(".tmp", StringComparison.Ordinal) || file.EndsWith(".lock", StringComparison.Ordinal) || Path.GetFileName(file) == "checkpoint.safetensors"
            || file.EndsWith(".progress", StringComparison.Ordinal) || Path.GetFileName(Path.GetDirectoryName(file)) == "failures")
        .Where(static file => Path.GetFileName(file) != "store.lock");
}
