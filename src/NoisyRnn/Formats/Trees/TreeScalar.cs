namespace NoisyRnn.Formats;

/// <summary>One value as written; it becomes a number, a truth value or a name only when it is bound to a property.</summary>
/// <param name="text">The text, without quotes and with escapes resolved.</param>
/// <param name="isQuoted">Whether it was in quotes (or a block of text), so that it can be nothing but text.</param>
/// <param name="file">The file as the user named it.</param>
/// <param name="line">Line, counted from 1; 0 where there is none.</param>
/// <param name="column">Column, counted from 1; 0 where there is none.</param>
public sealed class TreeScalar(string text, bool isQuoted = false, string file = "", int line = 0, int column = 0)
    : TreeNode(file, line, column)
{
    /// <summary>The text, without quotes and with escapes resolved.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it was in quotes (or a block of text), so that it can be nothing but text.</summary>
    public bool IsQuoted { get; } = isQuoted;

    /// <summary>Whether nothing is meant: an absent value, ~ or null (YAML 1.2 core schema).</summary>
    public bool IsNull => !IsQuoted && (Text is "" or "~" or "null" or "Null" or "NULL");

    internal override string InWords => IsNull ? "an empty value" : $"'{ShownText.Of(Text)}'";

    /// <summary>The text, for debugging.</summary>
    public override string ToString() => Text;
}
