using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>A line of a table on standard output, for programs: fields with tabs between them.</summary>
internal static class TabSeparated
{
    /// <summary>Prints a line; no tab or line feed in a field makes two of it.</summary>
    public static void Print(params string[] fields) => Console.WriteLine(string.Join('\t', fields.Select(Printable.Line)));
}
