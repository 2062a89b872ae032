namespace NoisyRnn.Cli;

/// <summary>What stands in a cell of a table.</summary>
/// <param name="Text">Text, perhaps of several lines; never markup.</param>
/// <param name="Colour">Its colour on a terminal that has some; null for the usual one.</param>
internal readonly record struct TextCell(string Text, ConsoleColor? Colour = null)
{
    public static implicit operator TextCell(string text) => new(text);
}
