using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>Two folders of runs side by side: what was asked, what came out, and whether what both did is the same.</summary>
public sealed record FolderComparison
{
    private const string OfGrid = "grid", Absent = "\u2013";

    /// <summary>Settings that differ, the grid and the arms among them.</summary>
    public required ImmutableArray<ComparedValue> Settings { get; init; }

    /// <summary>Runs that are planned, and that are done, in each.</summary>
    public required ImmutableArray<ComparedValue> Counts { get; init; }

    /// <summary>The claims of either, with the verdict over the whole table and one effect.</summary>
    public required ImmutableArray<ComparedValue> Claims { get; init; }

    /// <summary>The cells of either: mean losses without noise and at the training noise.</summary>
    public required ImmutableArray<ComparedValue> Cells { get; init; }

    /// <summary>Runs that are done in the first alone: hash and point.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> OnlyFirst { get; init; }

    /// <summary>Runs that are done in the second alone.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> OnlySecond { get; init; }

    /// <summary>Results of the same run that are not the same to the bit, with both files: there should be none.</summary>
    public required ImmutableArray<string> Conflicts { get; init; }

    /// <summary>Compares two folders; nothing is written.</summary>
    /// <param name="first">A folder of runs, or that of an earlier report in it.</param>
    /// <param name="second">Another one.</param>
    /// <param name="log">Gets warnings.</param>
    /// <exception cref="InputException">Not a folder of runs.</exception>
    public static FolderComparison Of(string first, string second, Action<string> log)
    {
        var (one, other) = (ComparedFolder.Read(first, log), ComparedFolder.Read(second, log));
        return new()
        {
            Settings = [.. SettingsDifference.All(other.Experiment, one.Experiment).Select(static each => new ComparedValue(each.Path, each.Before, each.Now)), .. Grids(one.Experiment, other.Experiment)],
            Counts = [new("runs planned", $"{one.Experiment.Runs.Length}", $"{other.Experiment.Runs.Length}"), new("runs done", $"{one.Done.Count}", $"{other.Done.Count}")],
            Claims = Both(ClaimsOf(one.Content), ClaimsOf(other.Content)),
            Cells = Both(CellsOf(one.Content), CellsOf(other.Content)),
            OnlyFirst = Only(one, other),
            OnlySecond = Only(other, one),
            Conflicts = StoreUnion.Conflicts([one.Store, other.Store]),
        };
    }

    /// <summary>All of it as JSON.</summary>
    public string ToJson() => ResultJson.Write(this);

    private static IEnumerable<ComparedValue> Grids(Experiment first, Experiment second) =>
        Both(Axes(first), Axes(second)).Where(static axis => axis.First != axis.Second);

    private static Dictionary<string, string> Axes(Experiment experiment)
    {
        var axes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in new[] { Arms.Key, OfGrid })
        {
            var node = experiment.Tree.Find(key)?.Value;
            if (node is TreeMap map)
            {
                foreach (var entry in map.Entries)
                    axes[$"{key}.{entry.Key}"] = YamlText.InOneLine(entry.Value);
            }
            else if (node is not null)
            {
                axes[key] = YamlText.InOneLine(node);
            }
        }

        return axes;
    }

    private static Dictionary<string, string> ClaimsOf(ReportContent content) => content.Verdicts.GroupBy(static verdict => verdict.Claim).ToDictionary(static claim => claim.Key, static claim =>
    {
        var whole = claim.First(static verdict => verdict.Cell == Verdict.All);
        var size = ClaimSize.Of(claim);
        var said = whole.Note.Length == 0 ? Wording.Of(whole.Outcome) : $"{Wording.Of(whole.Outcome)} ({whole.Note})";
        return size is null ? said : $"{said}; {size.Cell}: {Wording.Of(size.Effects[0])}";
    });

    private static Dictionary<string, string> CellsOf(ReportContent content) => content.Cells.ToDictionary(static cell => cell.Arm.Label, static cell =>
        $"silent {Wording.Of(cell.SilentLoss)}" + (cell.Arm.IsSilent ? "" : $", at s0 {Wording.Of(cell.TrainingLevelLoss)}") + $", n = {cell.N}");

    private static ImmutableArray<ComparedValue> Both(Dictionary<string, string> first, Dictionary<string, string> second) =>
        [.. first.Keys.Union(second.Keys).Select(key => new ComparedValue(key, first.GetValueOrDefault(key, Absent), second.GetValueOrDefault(key, Absent)))];

    private static ImmutableArray<KeyValuePair<string, string>> Only(ComparedFolder one, ComparedFolder other) =>
        [.. one.Experiment.Runs.Where(run => one.Done.Contains(run.Hash) && !other.Done.Contains(run.Hash)).Select(static run => new KeyValuePair<string, string>(run.Hash.Short, run.Point.ToString()))];
}
