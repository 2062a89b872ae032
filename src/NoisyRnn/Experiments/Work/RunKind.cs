using System.Globalization;
using System.Text.RegularExpressions;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>
/// What runs share whose iterations take equally long: all that is no number in their settings (tasks, networks, activations, placements of noise), their sizes, and whether
/// there is noise, not how much. Rates, levels and seeds take no time: a sweep over 10,000 rates is of one kind.
/// </summary>
/// <param name="Key">Tells the kind.</param>
/// <param name="Setup">One of them.</param>
/// <param name="Memory">What it needs.</param>
internal sealed partial record RunKind(string Key, Setup Setup, RunMemory Memory)
{
    /// <summary>The kind of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="threads">Threads it may use.</param>
    /// <param name="available">Memory that runs may take, bytes.</param>
    public static RunKind Of(PlannedRun run, int threads, double available)
    {
        var (setup, memory) = (run.Spec.Setup, RunMemory.Of(run.Spec.Setup, threads, available));
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{Number().Replace(run.SetupText, "0")} {memory.Bytes:R} {setup.Training.Batch} {setup.Task.StepCount} {setup.Source.IsActive()}"), setup, memory);
    }

    [GeneratedRegex(@"(?<![\w""])-?\d[\d.e+-]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
