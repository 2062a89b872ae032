namespace NoisyRnn.Formats;

/// <summary>One <c>--set path=value</c> of the command line.</summary>
/// <param name="Path">The dotted path.</param>
/// <param name="Value">The value: what begins with [, { or a quote is YAML ([.1, .3], {kind: adam, rate: .01}), all else is taken as it stands.</param>
public sealed record Assignment(string Path, TreeNode Value)
{
    /// <summary>Reads "path=value".</summary>
    /// <param name="text">The option's argument.</param>
    /// <exception cref="InputException">There is no "=", the path is empty, or the value is no YAML.</exception>
    public static Assignment Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? "" : text[..equals].Trim();
        if (path.Length == 0)
            throw new InputException($"--set: '{ShownText.Of(text)}' is not allowed; write path=value, as in --set noise.sigma=0.3");
        return new Assignment(path, YamlTree.ParseValue(text[(equals + 1)..], $"--set {ShownText.Of(path)}"));
    }

    /// <summary>The tree with this value put in.</summary>
    /// <param name="tree">The tree.</param>
    /// <exception cref="InputException">The path does not fit the tree.</exception>
    public TreeNode Apply(TreeNode tree) => tree.Set(Path, Value);
}
