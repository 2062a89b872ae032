using NoisyRnn.Formats;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NoisyRnn.Cli;

/// <summary>
/// A table on standard output, plain where that is no terminal. The one place that knows the library that draws it: texts come in,
/// and none is read as that library's markup or steers the terminal.
/// </summary>
internal sealed class TextTable
{
    private readonly Table _table;

    /// <summary>A table without rows.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="columns">Headings of columns, in groups: those that are not broken, those that are, those that are not, ...</param>
    public TextTable(string title, params IReadOnlyList<IReadOnlyList<string>> columns)
    {
        _table = new Table().Border(TableBorder.Minimal).Title(Markup.Escape(Printable.Of(title)));
        foreach (var (group, headings) in columns.Index())
        {
            foreach (var heading in headings)
                _table.AddColumn(new TableColumn(new Text(Printable.Of(heading))) { NoWrap = group % 2 == 0 });
        }
    }

    /// <summary>Adds a row.</summary>
    public void Add(params IEnumerable<TextCell> cells) => _table.AddRow(cells.Select(static cell =>
        new Text(Printable.Of(cell.Text), cell.Colour is { } colour ? new Style(Color.FromConsoleColor(colour)) : Style.Plain)));

    /// <summary>Prints it.</summary>
    public void Print()
    {
        var hasEscapes = Terminal.OutputHasEscapes;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Terminal.Output),
            Ansi = hasEscapes ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasEscapes ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        console.Profile.Width = Terminal.Width;
        // The library's own way of plain text sets the colours of a terminal all the same.
        if (hasEscapes)
            console.Write(_table);
        else
            Terminal.Output.Write(string.Concat(((IRenderable)_table).Render(RenderOptions.Create(console, console.Profile.Capabilities), Terminal.Width).Select(static segment => segment.Text)));
    }
}
