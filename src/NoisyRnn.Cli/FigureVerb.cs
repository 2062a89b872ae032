using System.CommandLine;
using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn figure DIR NAME</c>: a figure of a report for a paper.</summary>
internal static class FigureVerb
{
    private const double LeastWidth = 40, MostWidth = 400;

    public static Command Command()
    {
        var formats = Enum.GetValues<PaperFormat>().Select(static format => Catalogue.NameOf(format)).ToArray();
        var folder = new Argument<string>("dir") { Description = "a folder with a report: of runs, or of an audit" };
        var name = new Argument<string?>("name") { Description = "the figure, by the name of its files in figures/; left out: the names are listed", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<string>("--format") { Description = $"{string.Join(", ", formats)} (fonts embedded in pdf, named in svg; png of 600 dots an inch)", DefaultValueFactory = static _ => "pdf" };
        var width = new Option<string>("--width") { Description = "width in millimetres, as in 85mm (one column) or 180mm (two)", DefaultValueFactory = static _ => "85mm" };
        var output = new Option<string?>("--out") { Description = "the file to write; default: NAME.FORMAT in the current folder" };
        var command = new Command("figure", "Draw a figure of a report for a paper, as its page draws it (by Chromium or Chrome, which must be installed).") { folder, name, format, width, output };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(Console.Error.WriteLine);
            var report = UserPath.Expand(parsed.GetValue(folder)!, "dir");
            if (parsed.GetValue(name) is not { } figure)
            {
                foreach (var known in PaperFigure.NamesIn(report))
                    Console.WriteLine(Printable.Line(known));
                return ExitCode.Done;
            }

            if (!formats.Contains(parsed.GetValue(format)))
                throw new InputException($"--format: {NearestName.Unknown("format", parsed.GetValue(format)!, formats)}");
            var chosen = Enum.GetValues<PaperFormat>()[Array.IndexOf(formats, parsed.GetValue(format))];
            var path = parsed.GetValue(output) is { } named ? UserPath.Expand(named, "--out") : $"{figure}.{parsed.GetValue(format)}";
            PaperFigure.Write(report, figure, chosen, Millimetres(parsed.GetValue(width)!), path, interruption.Token);
            Console.WriteLine($"written\t{path}");
            return ExitCode.Done;
        });
        return command;
    }

    private static double Millimetres(string text) =>
        double.TryParse(text.EndsWith("mm", StringComparison.Ordinal) ? text[..^2].Trim() : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var width) && width is >= LeastWidth and <= MostWidth
            ? width : throw new InputException($"--width: '{text}' is not allowed; from {LeastWidth}mm to {MostWidth}mm");
}
