using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>
/// Folders of runs of several machines made one: their results, networks, experiments, and who made them. The same folder gathered twice adds nothing. Results of
/// the same run must be the same to the bit; where they are not, nothing is written.
/// </summary>
public static class Gathering
{
    private const int Named = 5;

    /// <summary>Gathers folders of runs.</summary>
    /// <param name="folders">The folders; that which receives may be among them.</param>
    /// <param name="into">The folder that receives: one of runs, or a new one. Its experiment stays on top where it has one; else that of the first folder is.</param>
    /// <param name="log">Gets warnings.</param>
    /// <returns>What came from each folder, in their order.</returns>
    /// <exception cref="InputException">No folder of runs, results that differ, or the folder that receives cannot be written.</exception>
    public static ImmutableArray<GatheredFolder> Into(IReadOnlyList<string> folders, string into, Action<string> log)
    {
        var sources = folders.DistinctBy(Full).Where(folder => Full(folder) != Full(into)).Select(RunStore.OpenExisting).ToImmutableArray();
        // A new one is named as what receives, not among those that give.
        var known = RunStore.Exists(into) || folders.Any(folder => Full(folder) == Full(into)) ? RunStore.OpenExisting(into) : null;
        foreach (var warning in sources.Prepend(known).OfType<RunStore>().SelectMany(static store => store.Warnings))
            log($"warning: {warning}");
        if (StoreUnion.Conflicts(sources.Prepend(known).OfType<RunStore>()) is { IsEmpty: false } conflicts)
            throw new InputException(string.Join('\n', conflicts.Take(Named).Append($"{RunWords.Count(conflicts.Length, "result")} that should be the same to the bit; nothing was gathered. Versions of the program, or machines without the promise of equal bits, may differ (docs/numerics.md)")));
        var experiments = sources.Reverse().SelectMany(static store => ReportPlace.In(store.Directory).Reverse()).Concat(known is null ? [] : ReportPlace.In(into).Take(1)).Select(static place => Experiment.OfFolder(place.Folder)).ToArray();
        var target = known is { WriteProblem: { } problem } ? throw new InputException(problem) : RunStore.Open(into);
        var union = new StoreUnion(target);
        var gathered = sources.Select(source =>
        {
            target.AddToManifest(source.Manifest.Where(entry => !target.IsPlanned(entry.Run, withModel: entry.Model is not null)));
            union.TakeProvenance(source);
            return new GatheredFolder(source.Directory, union.TakeResults(source), source.Results.All.Length, union.TakeModels(source));
        }).ToImmutableArray();
        // The last that is taken stands on top; one that is there already comes back, and one that differs in its grid alone adds its runs.
        using var gate = StoreGate.Enter(into);
        foreach (var experiment in experiments)
            FolderExperiments.With(into, experiment).Save();
        return gathered;
    }

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
