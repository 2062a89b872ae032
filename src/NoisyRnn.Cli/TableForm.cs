using System.CommandLine;

namespace NoisyRnn.Cli;

/// <summary>How tables go out: drawn for readers, or a line a row for programs.</summary>
/// <param name="IsTabSeparated">A line a row, fields with tabs between them, headings first.</param>
internal readonly record struct TableForm(bool IsTabSeparated)
{
    /// <summary>The option that asks for lines with tabs.</summary>
    public static Option<bool> Option() => new("--tsv") { Description = "print tables as lines with tabs between their fields, headings first, nothing padded or broken; lines that are of no table begin with #" };

    /// <summary>Prints a line that is of no table.</summary>
    public void Line(string text) => Console.WriteLine(IsTabSeparated ? $"# {text}" : text);
}
