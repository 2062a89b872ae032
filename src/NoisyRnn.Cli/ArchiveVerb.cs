using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn archive DIR</c>: the results of a folder of runs in one file, without the networks.</summary>
internal static class ArchiveVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var output = new Option<string?>("--out") { Description = $"the archive to write; default: DIR{ResultArchive.Extension} in the current folder" };
        var without = new Option<string[]>("--without") { Description = "an analysis to leave out, as in stationary: the report then says nothing of it; may be given for several", DefaultValueFactory = static _ => [] };
        var command = new Command("archive", "Put the results of a folder of runs, without its networks, into one file, from which 'report' writes the page anywhere.") { folder, output, without };
        command.SetAction(parsed =>
        {
            var from = UserPath.Expand(parsed.GetValue(folder)!, "dir");
            var path = parsed.GetValue(output) is { } named ? UserPath.Expand(named, "--out") : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(from))) + ResultArchive.Extension;
            ResultArchive.Write(from, path, parsed.GetValue(without)!, Console.Error.WriteLine);
            Console.WriteLine($"written\t{path}");
            return ExitCode.Done;
        });
        return command;
    }
}
