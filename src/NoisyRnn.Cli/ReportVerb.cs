using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn report DIR</c>: decides the claims on what is there and writes the report again.</summary>
internal static class ReportVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs, or an archive of results (.tar.br)" };
        var output = new Option<string?>("--out") { Description = "new folder in which an archive is opened; default: runs/NAME" };
        var json = new Option<bool>("--json") { Description = "print verdicts and cells as JSON on stdout" };
        var all = new Option<bool>("--all") { Description = "print every table, not the answer and the claims alone" };
        var tsv = TableForm.Option();
        var markdown = new Option<bool>("--markdown") { Description = "print the tables as Markdown on stdout" };
        var command = new Command("report", "Write the report of a folder of runs again, from what has finished.") { folder, output, all, json, tsv, markdown };
        command.SetAction(parsed =>
        {
            var outcome = FolderReport.Write(FolderOf(parsed.GetValue(folder)!, parsed.GetValue(output)), Console.Error.WriteLine);
            if (parsed.GetValue(json))
                Console.WriteLine(outcome.ToJson());
            else if (parsed.GetValue(markdown))
                Console.Write(MarkdownSummary.Of(outcome.Content));
            else
                VerdictTables.Print(outcome.Content, parsed.GetValue(all), new(parsed.GetValue(tsv)));
            if (outcome.PageProblem is null)
                Console.Error.WriteLine($"report: {outcome.ReportPath}");
            Failures.Print(outcome);
            // Where text was asked for, it is there; else the page was what was asked for.
            return outcome.PageProblem is null || parsed.GetValue(json) || parsed.GetValue(markdown) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static string FolderOf(string source, string? output)
    {
        if (!File.Exists(source))
            return output is null ? source : throw new InputException($"--out: {source} is no archive; the report of a folder of runs stands in the folder");
        var name = Path.GetFileName(source);
        var folder = output is null ? Path.Combine("runs", name.EndsWith(ResultArchive.Extension, StringComparison.Ordinal) ? name[..^ResultArchive.Extension.Length] : name) : UserPath.Expand(output, "--out");
        ResultArchive.Open(source, folder);
        return folder;
    }
}
