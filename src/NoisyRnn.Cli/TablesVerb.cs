using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn tables SOURCE... --out DIR</c>: the tables of experiments as Markdown pages, and their claims as one matrix.</summary>
internal static class TablesVerb
{
    public static Command Command()
    {
        var sources = new Argument<string[]>("sources") { Description = "folders of runs, and archives of results", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "folder of the pages, DIR/NAME.md for each source; the claims of all stand in DIR.md", Required = true };
        var command = new Command("tables", "Write the tables of experiments as Markdown, a page for each and one over all. What people wrote above and below the tables is kept.") { sources, output };
        command.SetAction(parsed =>
        {
            foreach (var page in ResultPages.Write([.. parsed.GetValue(sources)!.Select(static source => UserPath.Expand(source, "sources"))], UserPath.Expand(parsed.GetValue(output)!, "--out"), Console.Error.WriteLine))
                Console.WriteLine($"written\t{page}");
            return ExitCode.Done;
        });
        return command;
    }
}
