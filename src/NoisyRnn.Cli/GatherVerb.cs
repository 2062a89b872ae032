using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn gather A B --out DIR</c>: folders of runs of several machines in one.</summary>
internal static class GatherVerb
{
    public static Command Command()
    {
        var folders = new Argument<string[]>("dir") { Description = "folders of runs, of the same experiment or of others", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "folder that receives: one of runs, or a new one; default: the first" };
        var command = new Command("gather", "Merge folders of runs, as of two machines: results, kept networks, experiments and provenance. What is there already is not taken again; results of one run that differ are an error, and nothing is written then.") { folders, output };
        command.SetAction(parsed =>
        {
            string[] from = [.. parsed.GetValue(folders)!.Select(static folder => UserPath.Expand(folder, "dir"))];
            var into = parsed.GetValue(output) is { } named ? UserPath.Expand(named, "--out") : from[0];
            if (from.Length == 1 && into == from[0])
                throw new InputException($"{into}: one folder alone is nothing to gather; name another one, or a folder that receives (--out)");
            var gathered = Gathering.Into(from, into, Console.Error.WriteLine);
            TabSeparated.Print("folder", "results", "new", "networks new");
            foreach (var folder in gathered)
                TabSeparated.Print(folder.Folder, $"{folder.Results}", $"{folder.New}", $"{folder.Models}");
            Console.Error.WriteLine($"gathered in {into}; 'noisyrnn report {into}' writes its report");
            foreach (var other in RunsStatus.Of(into).Others)
                Console.Error.WriteLine($"another experiment of this folder: 'noisyrnn report {Path.Combine(into, other)}'");
            return ExitCode.Done;
        });
        return command;
    }
}
