using NoisyRnn.Formats;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NoisyRnn.Cli;

/// <summary>
/// A table on standard output, plain where that is no terminal. Beside <see cref="LiveFrame"/> the one place that knows the library that
/// draws it: texts come in, and none is read as that library's markup or steers the terminal.
/// </summary>
internal sealed class TextTable
{
    private readonly Table _table;
    private readonly List<string[]> _lines = [];
    private readonly string _title;

    /// <summary>A table without rows.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="columns">Headings of columns, in groups: those that are not broken, those that are, those that are not, ...</param>
    public TextTable(string title, params IReadOnlyList<IReadOnlyList<string>> columns)
    {
        _title = title;
        _lines.Add([.. columns.SelectMany(static group => group)]);
        _table = new Table().Border(TableBorder.Minimal).Title(Markup.Escape(Printable.Of(title)));
        foreach (var (group, headings) in columns.Index())
        {
            foreach (var heading in headings)
                _table.AddColumn(new TableColumn(new Text(Printable.Of(heading))) { NoWrap = group % 2 == 0 });
        }
    }

    /// <summary>Adds a row.</summary>
    public void Add(params IEnumerable<TextCell> cells)
    {
        TextCell[] row = [.. cells];
        _lines.Add([.. row.Select(static cell => string.Join("; ", cell.Text.Split('\n', StringSplitOptions.TrimEntries)))]);
        _table.AddRow(row.Select(static cell => new Text(Printable.Of(cell.Text), cell.Colour is { } colour ? new Style(Color.FromConsoleColor(colour)) : Style.Plain)));
    }

    /// <summary>Prints it.</summary>
    /// <param name="form">In which form.</param>
    public void Print(TableForm form = default)
    {
        if (form.IsTabSeparated)
        {
            if (_title.Length > 0)
                form.Line(Printable.Line(_title));
            foreach (var line in _lines)
                TabSeparated.Print(line);
            return;
        }

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
