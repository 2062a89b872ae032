using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>
/// What becomes of the experiments of a folder of runs when one is asked for. Nothing is forgotten: a further call adds its runs to
/// its experiment; another experiment, or other settings, take the place of what is there, which is kept with its report.
/// </summary>
internal sealed class FolderExperiments
{
    private readonly string _store;
    private readonly ReportPlace _top;
    private readonly ImmutableArray<ReportPlace> _same;
    private readonly bool _replaces;

    private FolderExperiments(string store, Experiment asked)
    {
        (_store, Whole, _top) = (store, asked, new(store, store));
        var (notes, same) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<ReportPlace>());
        foreach (var place in ReportPlace.In(store))
        {
            var problem = "";
            var stored = asked.IsThatOf(place.Folder) ? asked : TryRead(place, out problem);
            if (stored is not null && ExperimentUnion.Of(Whole, stored) is { } union)
            {
                Whole = union;
                same.Add(place);
            }
            else if (place == _top)
            {
                _replaces = true;
                var kept = ReportPlace.Next(store).Folder;
                notes.Add($"{store}: holds {(stored is null ? $"an experiment that cannot be read ({problem})" : Named(stored, asked))}; it is kept, and so is its report, in {kept}"
                    + (stored is null ? "" : $" ('noisyrnn report {kept}' writes it again)"));
            }
        }

        var more = Whole.Runs.Length - asked.Runs.Length;
        if (more > 0)
            notes.Add($"{store}: holds {more} more {(more == 1 ? "run" : "runs")} of this experiment; the report is on all {Whole.Runs.Length}");
        (Notes, _same) = (notes.ToImmutable(), same.ToImmutable());
    }

    /// <summary>The experiment with all that earlier calls asked of it.</summary>
    public Experiment Whole { get; }

    /// <summary>What is there, and what becomes of it, a line each; empty where nothing is.</summary>
    public ImmutableArray<string> Notes { get; }

    /// <summary>Looks, and changes nothing.</summary>
    /// <param name="store">The folder of runs.</param>
    /// <param name="asked">The experiment that is asked for.</param>
    public static FolderExperiments With(string store, Experiment asked) => new(store, asked);

    /// <summary>Where the report of an experiment is to be: another one may have been asked for since. Null where the folder does not know it.</summary>
    public static ReportPlace? PlaceOf(string store, Experiment asked) =>
        ReportPlace.In(store).FirstOrDefault(place => asked.IsThatOf(place.Folder) || (TryRead(place, out _) is { } stored && ExperimentUnion.Covers(stored, asked)));

    /// <summary>Makes the experiment the folder's own. A kill leaves nothing that the next call does not put right.</summary>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public void Save()
    {
        try
        {
            if (_replaces)
                Keep(ReportPlace.Next(_store));
            Whole.Save(_store);
            foreach (var place in _same.Where(place => place != _top))
            {
                Move(place, _top);
                Directory.Delete(place.Folder, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{_store}: cannot be written: {error.Message}", error);
        }
    }

    // The file first: from it and the results the report can be written again.
    private void Keep(ReportPlace kept)
    {
        if (TryRead(_top, out _) is { } stored)
            stored.Save(kept.Folder);
        else
            AtomicFile.Write(kept.File, stream => stream.Write(File.ReadAllBytes(_top.File)));
        Move(_top, kept);
    }

    private static void Move(ReportPlace from, ReportPlace to)
    {
        var (page, figures) = (Path.Combine(from.Folder, Report.PageName), Path.Combine(from.Folder, Report.FigureFolder));
        if (File.Exists(page) && !File.Exists(Path.Combine(to.Folder, Report.PageName)))
            File.Move(page, Path.Combine(to.Folder, Report.PageName));
        if (Directory.Exists(figures) && !Directory.Exists(Path.Combine(to.Folder, Report.FigureFolder)))
            Directory.Move(figures, Path.Combine(to.Folder, Report.FigureFolder));
    }

    private static string Named(Experiment stored, Experiment asked)
    {
        var what = $"'{stored.Spec.Name}' ({(stored.Scale.Length > 0 ? $"scale {stored.Scale}, " : "")}{stored.Runs.Length} {(stored.Runs.Length == 1 ? "run" : "runs")})";
        return stored.Spec.Name == asked.Spec.Name ? $"{what} with other settings: now {SettingsDifference.Of(asked, stored)}" : $"another experiment, {what}";
    }

    private static Experiment? TryRead(ReportPlace place, out string problem)
    {
        try
        {
            problem = "";
            return Experiment.OfFolder(place.Folder);
        }
        catch (InputException error)
        {
            problem = error.Message.Split('\n')[0];
            return null;
        }
    }
}
