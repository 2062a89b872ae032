using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>
/// Where an experiment of a folder of runs has its file and its report: the one asked for last in the folder itself, those
/// that it replaced in <c>earlier/1</c>, <c>earlier/2</c>, ... All share the runs.
/// </summary>
/// <param name="Store">The folder of runs.</param>
/// <param name="Folder">The folder of the report.</param>
internal sealed record ReportPlace(string Store, string Folder)
{
    private const string Earlier = "earlier";

    /// <summary>The experiment's file.</summary>
    public string File => Path.Combine(Folder, Experiment.SavedName);

    /// <summary>A folder as the user names it: of runs, or of an earlier report in it.</summary>
    public static ReportPlace Of(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (RunStore.Exists(full) || Path.GetDirectoryName(full) is not { } parent || Path.GetFileName(parent) != Earlier || Path.GetDirectoryName(parent) is not { } store || !RunStore.Exists(store))
            return new(folder, folder);
        // As short as it was given.
        var given = Path.TrimEndingDirectorySeparator(folder);
        return new(Path.GetDirectoryName(Path.GetDirectoryName(given)) is { Length: > 0 } named && Path.GetFullPath(named) == store ? named : store, folder);
    }

    /// <summary>The places of a folder of runs that hold an experiment, the last asked for first, then the latest of the others.</summary>
    public static IEnumerable<ReportPlace> In(string store) => Numbers(store).Select(number => new ReportPlace(store, PathOf(store, number)))
        .Prepend(new(store, store)).Where(static place => System.IO.File.Exists(place.File));

    /// <summary>The folders of the other experiments, as seen from this one; the last asked for first.</summary>
    public ImmutableArray<string> Others()
    {
        var here = Path.GetFullPath(Folder);
        return [.. In(Store).Select(static place => Path.GetFullPath(place.Folder)).Where(other => other != here).Select(other => TaskLocations.Relative(here, other))];
    }

    /// <summary>A place for one that is replaced.</summary>
    public static ReportPlace Next(string store) => new(store, PathOf(store, Numbers(store).FirstOrDefault() + 1));

    private static string PathOf(string store, int number) => Path.Combine(store, Earlier, number.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<int> Numbers(string store)
    {
        var folder = new DirectoryInfo(Path.Combine(store, Earlier));
        return folder.Exists
            ? folder.GetDirectories().Select(static each => int.TryParse(each.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(static number => number > 0).OrderDescending()
            : [];
    }
}
