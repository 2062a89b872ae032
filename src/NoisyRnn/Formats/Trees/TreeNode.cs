namespace NoisyRnn.Formats;

/// <summary>
/// A node of what the user wrote, before it has a type: scalars stay as text, and every node knows where it stands, so
/// that each error can name file, line and column. Immutable: edits give a new tree.
/// </summary>
/// <param name="file">The file as the user named it, or "--set noise.sigma" for a value of the command line.</param>
/// <param name="line">Line, counted from 1; 0 where the node stands in no file.</param>
/// <param name="column">Column, counted from 1; 0 where the node stands in no file.</param>
public abstract class TreeNode(string file, int line, int column)
{
    /// <summary>The file as the user named it, or "--set noise.sigma" for a value of the command line.</summary>
    public string File { get; } = file;

    /// <summary>Line, counted from 1; 0 where the node stands in no file.</summary>
    public int Line { get; } = line;

    /// <summary>Column, counted from 1; 0 where the node stands in no file.</summary>
    public int Column { get; } = column;

    /// <summary>"experiments/x.yaml:12:5", or only the file where there is no line: how every error begins.</summary>
    public string Where => Locate(File, Line, Column);

    /// <summary>
    /// The node at a dotted path ("noise.sigma", "noise.0.sigma" for the first item of a list); null if absent. What stands
    /// alone is a list of one, too, and of one item the index may be left out: then both paths mean the same.
    /// </summary>
    /// <param name="path">Keys and indices joined by dots; the empty path is this node.</param>
    /// <exception cref="InputException">The path leads through a scalar, or into a list by something that is no index.</exception>
    public TreeNode? Get(string path) => TreePath.Get(this, path);

    /// <summary>A copy of the tree in which the node at a dotted path is replaced, or added where it was absent.</summary>
    /// <param name="path">Keys and indices joined by dots; a list grows by the index right behind its last item.</param>
    /// <param name="value">The node to put there.</param>
    /// <exception cref="InputException">The path leads through a scalar, or into a list by something that is no index.</exception>
    public TreeNode Set(string path, TreeNode value) => TreePath.Set(this, path, value);

    /// <summary>"a map", "a list", "the text 'x'": for errors.</summary>
    internal abstract string InWords { get; }

    internal static string Locate(string file, int line, int column) => line > 0 ? $"{file}:{line}:{column}" : file;
}
