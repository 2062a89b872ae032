using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NoisyRnn.Formats;

/// <summary>Writes spec records and trees as YAML that reads back to the same.</summary>
public static partial class YamlText
{
    /// <summary>The record with every property, defaults included: the resolved experiment.</summary>
    /// <param name="spec">A record that <see cref="Binder"/> can bind.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the record is not one that can be bound.</exception>
    public static string Write(object spec) => Write(SpecTree.Of(spec, withDefaults: true));

    /// <summary>A tree as YAML: maps a line a key, lists of scalars in one line.</summary>
    /// <param name="tree">The tree.</param>
    public static string Write(TreeNode tree) => Emit(tree, isFlow: false) + "\n";

    /// <summary>A tree in one line: [0.1, 0.3], {kind: adam, rate: 0.001}.</summary>
    /// <param name="tree">The tree.</param>
    public static string InOneLine(TreeNode tree) => Emit(tree, isFlow: true);

    private static string Emit(TreeNode tree, bool isFlow)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(
            bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024,
            skipAnchorName: false, indentSequences: true, newLine: "\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, tree, isFlow);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        string written = text.ToString().TrimEnd('\n');
        if (tree is not TreeScalar)
            return written;
        // A scalar alone may get marks of start and end, which are noise in help and on the command line.
        written = written.StartsWith("--- ", StringComparison.Ordinal) ? written[4..] : written;
        return written.EndsWith("\n...", StringComparison.Ordinal) ? written[..^4] : written;
    }

    private static void Emit(Emitter emitter, TreeNode node, bool isFlow)
    {
        switch (node)
        {
            case TreeMap map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true,
                    isFlow || map.Entries.IsEmpty ? MappingStyle.Flow : MappingStyle.Block));
                foreach (TreeEntry entry in map.Entries)
                {
                    Emit(emitter, new TreeScalar(entry.Key, isQuoted: true), isFlow);
                    Emit(emitter, entry.Value, isFlow);
                }

                emitter.Emit(new MappingEnd());
                break;
            case TreeList list:
                bool inOneLine = isFlow || list.Items.All(i => i is TreeScalar);
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true,
                    inOneLine ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (TreeNode item in list.Items) Emit(emitter, item, isFlow);
                emitter.Emit(new SequenceEnd());
                break;
            case TreeScalar scalar:
                // Without quotes line ends and tabs would be folded.
                bool isPlain = scalar.IsQuoted ? ReadsAsText(scalar.Text) : !scalar.Text.Any(char.IsControl);
                string text = scalar is { IsNull: true } ? "null" : scalar.Text;
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text,
                    isPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, isPlain, !isPlain));
                break;
            default:
                throw new ArgumentException($"{node.GetType()} cannot be written", nameof(node));
        }
    }

    /// <summary>Whether text can go without quotes and still be taken for text.</summary>
    private static bool ReadsAsText(string text) =>
        !new TreeScalar(text).IsNull && !bool.TryParse(text, out _) && PlainWords().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainWords();
}
