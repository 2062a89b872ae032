using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>What of a very large sweep is drawn and listed: a page of 10,000 kinds of networks would be larger than a browser opens, and no one reads it.</summary>
internal static class DrawnPart
{
    /// <summary>So many kinds of networks, by name: activation, or arm, with what the grid varies.</summary>
    public const int MostNames = 200;

    /// <summary>The content with the first kinds alone; the same where there are no more. Verdicts over the whole table stay what they are.</summary>
    public static ReportContent Of(ReportContent content)
    {
        var names = content.Cells.Select(static cell => cell.Arm.Name).Distinct().Take(MostNames + 1).ToArray();
        if (names.Length <= MostNames)
            return content;
        var drawn = names.Take(MostNames).ToHashSet(StringComparer.Ordinal);
        return content with
        {
            Cells = [.. content.Cells.Where(cell => drawn.Contains(cell.Arm.Name))],
            Runs = [.. content.Runs.Where(run => drawn.Contains(run.Arm.Name))],
            Verdicts = [.. content.Verdicts.GroupBy(static verdict => verdict.Claim).SelectMany(claim => claim.Where(verdict => verdict.Cell == Verdict.All || drawn.Contains(verdict.Place?.Row ?? "")))],
        };
    }

    /// <summary>What is said of that; empty where all is drawn.</summary>
    public static string Note(ReportContent content) => ReferenceEquals(Of(content), content) ? ""
        : $" Figures and tables show the first {MostNames} of {content.Cells.Select(static cell => cell.Arm.Name).Distinct().Count()} kinds of networks; answers and claims are over all, and all stand in {Figure.Folder}/{WholeTables.Cells} and {Figure.Folder}/{WholeTables.Networks}.";
}
