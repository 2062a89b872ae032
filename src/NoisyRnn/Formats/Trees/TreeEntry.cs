namespace NoisyRnn.Formats;

/// <summary>One key of a map with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Line">The key's line, counted from 1; 0 where there is none.</param>
/// <param name="Column">The key's column, counted from 1; 0 where there is none.</param>
public sealed record TreeEntry(string Key, TreeNode Value, int Line = 0, int Column = 0)
{
    /// <summary>"file:line:column" of the key; an entry put in by an edit stands where its value does ("--set noise.sigma").</summary>
    public string Where => Line > 0 ? TreeNode.Locate(Value.File, Line, Column) : Value.Where;
}
