using NoisyRnn.Formats;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NoisyRnn.Cli;

/// <summary>A picture of work that is going on, as wide as the terminal: a bar and a sentence for the whole, and a line for each run that is being computed.</summary>
internal static class LiveFrame
{
    private const int BarWidth = 24, LeastBar = 6, LeastPoint = 12, Gap = 2;

    // Some terminals break a line that fills them, and each shows a ^C behind the last line, which must not break it either.
    private const int Margin = 3;

    private static readonly StringWriter Text = new();
    private static readonly IAnsiConsole Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Text), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard });

    /// <summary>Draws it.</summary>
    /// <param name="fraction">Share of the work that is done.</param>
    /// <param name="words">How far all is.</param>
    /// <param name="runs">The runs that are being computed.</param>
    /// <param name="size">The terminal.</param>
    public static string[] Draw(double fraction, string words, IReadOnlyList<LiveRow> runs, TerminalSize size)
    {
        var width = size.Columns - Margin;
        // The first line is the whole's, and the last one must not make the terminal scroll.
        var room = Math.Max(0, size.Rows - 2);
        var shown = runs.Count <= room ? runs : [.. runs.Take(room - 1)];
        lock (Text)
        {
            Text.GetStringBuilder().Clear();
            Console.Profile.Width = width;
            Console.Write(Whole(fraction, Printable.Line(words), width));
            if (shown.Count > 0)
                Console.Write(Runs(shown, width));
            if (shown.Count < runs.Count)
                Console.Write(Cut($"  and {runs.Count - shown.Count} more", width));
            return [.. Text.ToString().TrimEnd('\n').Split('\n').Select(static line => line.TrimEnd())];
        }
    }

    private static Renderable Whole(double fraction, string words, int width)
    {
        var bar = Math.Min(BarWidth, width - 1 - words.Length);
        if (bar < LeastBar)
            return Cut(words, width);
        var full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * bar);
        return new Paragraph().Append(new string('━', full), new Style(Color.Green)).Append(new string('─', bar - full), new Style(Color.Grey)).Append($" {words}\n");
    }

    // The point takes what the others leave; where that is too little, one after the other goes.
    private static Grid Runs(IReadOnlyList<LiveRow> runs, int width)
    {
        Func<LiveRow, string> done = static run => run.Done, loss = static run => run.Loss, rate = static run => run.Rate, time = static run => run.Left, place = static run => run.Where;
        Func<LiveRow, string>[] columns = [place, done, loss, rate, time];
        foreach (var least in (Func<LiveRow, string>?[])[null, rate, place, loss, time])
        {
            columns = [.. columns.Where(column => column != least && runs.Any(run => column(run).Length > 0))];
            if (Left(columns) >= LeastPoint)
                break;
        }

        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(Gap, 0, 0, 0) });
        foreach (var _ in columns)
            grid.AddColumn(new GridColumn { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(Gap, 0, 0, 0) });
        foreach (var run in runs)
            grid.AddRow([new Text(Ending(Printable.Line(run.Point), Left(columns))), .. columns.Select(column => new Text(Printable.Line(column(run))))]);
        return grid;

        int Left(Func<LiveRow, string>[] taken) => width - Gap - taken.Sum(column => Gap + runs.Max(run => column(run).Length));
    }

    // What tells runs apart stands at the end: the seed.
    private static string Ending(string text, int width) => text.Length <= width ? text : width < 2 ? "" : $"…{text[^(width - 1)..]}";

    // Between two of its parts: half a number would be another one.
    private static Text Cut(string text, int width)
    {
        if (text.Length <= width)
            return new(text + "\n");
        var end = text.LastIndexOf(", ", width, StringComparison.Ordinal);
        return new(text[..(end > 0 ? end : width)] + "\n");
    }
}
