namespace NoisyRnn.Formats;

/// <summary>
/// Reads YAML 1.2 into a tree that keeps text and position. Only what an experiment needs: one document of maps, lists and
/// scalars, with anchors, aliases and merge keys (<c>&lt;&lt;: *name</c>). Tags are refused: they give a scalar a second meaning.
/// </summary>
public static class YamlTree
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>The deepest nesting that is read.</summary>
    public const int MaximumDepth = 32;

    /// <summary>The most values that are read, those that aliases stand for counted each time.</summary>
    public const int MaximumValues = 100_000;

    /// <summary>The most keys of one map.</summary>
    public const int MaximumKeys = 2_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read or is not YAML of this kind; file, line and column are named.</exception>
    public static TreeNode Read(string path) => Parse(InputFile.Decode(InputFile.ReadBytes(path, MaximumBytes), path), path);

    /// <summary>Reads text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name in errors.</param>
    /// <exception cref="InputException">The text is not YAML of this kind; file, line and column are named.</exception>
    public static TreeNode Parse(string text, string file) => new YamlReading(text, file, hasLines: true).Document();

    /// <summary>
    /// Reads one value of the command line; its nodes carry no line. What begins with [, { or a quote is YAML in flow style; all else is
    /// the text itself, to its end, whatever # : * &amp; ! % @ it holds. As in a file the key decides whether that is a number, true, null or text.
    /// </summary>
    /// <param name="text">A value: 0.1, relu, 50 % of #3, [.1, .3], {kind: adam, rate: .01}.</param>
    /// <param name="origin">What errors begin with: "--set noise.sigma".</param>
    /// <exception cref="InputException">The text is not YAML of this kind.</exception>
    public static TreeNode ParseValue(string text, string origin)
    {
        string trimmed = text.Trim();
        return trimmed.Length > 0 && trimmed[0] is '[' or '{' or '"' or '\''
            ? new YamlReading(trimmed, origin, hasLines: false).Document()
            : new TreeScalar(YamlReading.Allowed(trimmed, origin, hasLines: false), isQuoted: false, origin);
    }
}
