using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NoisyRnn.Formats;

/// <summary>
/// Reads YAML 1.2 into a tree that keeps text and position. Only what an experiment needs: one document of maps, lists
/// and scalars. Anchors, aliases and tags are refused: they can make a small file huge and give a scalar a second meaning.
/// </summary>
public static class YamlTree
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>The deepest nesting that is read.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read or is not YAML of this kind; file, line and column are named.</exception>
    public static TreeNode Read(string path) => Parse(InputFile.Decode(InputFile.ReadBytes(path, MaximumBytes), path), path);

    /// <summary>Reads text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name in errors.</param>
    /// <exception cref="InputException">The text is not YAML of this kind; file, line and column are named.</exception>
    public static TreeNode Parse(string text, string file) => new Reading(text, file, hasLines: true).Document();

    /// <summary>Reads one value of the command line; its nodes carry no line.</summary>
    /// <param name="text">A YAML value: 0.1, relu, [.1, .3].</param>
    /// <param name="origin">What errors begin with: "--set noise.sigma".</param>
    /// <exception cref="InputException">The text is not YAML of this kind.</exception>
    public static TreeNode ParseValue(string text, string origin) => new Reading(text, origin, hasLines: false).Document();

    private sealed class Reading(string text, string file, bool hasLines)
    {
        private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));

        internal TreeNode Document()
        {
            if (text.Length > MaximumBytes) throw new InputException($"{file}: longer than {MaximumBytes:N0} characters");
            try
            {
                Next();
                Next();
                if (_parser.Current is StreamEnd) return new TreeScalar("", file: file, line: Line(default), column: Line(default));
                Next();
                TreeNode root = Node(0);
                Next();
                return _parser.Current is StreamEnd
                    ? root
                    : throw Problem(_parser.Current!.Start, "a second document begins; one is allowed");
            }
            catch (YamlException e)
            {
                string place = hasLines ? "" : " in a value";
                throw new InputException($"{Where(e.Start)}: not YAML{place}: {FirstLine(e.Message)}", e);
            }
        }

        private TreeNode Node(int depth)
        {
            ParsingEvent current = _parser.Current!;
            if (depth > MaximumDepth) throw Problem(current.Start, $"nested deeper than {MaximumDepth} levels");
            if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
                throw Problem(current.Start, "anchors (&) and aliases (*) are not allowed; write the value out, or quote it if it is text");
            if (current is NodeEvent { Tag: { IsEmpty: false } tag })
                throw Problem(current.Start, $"tag '{tag}' is not allowed; the key decides the type, quotes make text");
            (int line, int column) = (Line(current.Start), Column(current.Start));
            switch (current)
            {
                case Scalar scalar:
                    Next();
                    return new TreeScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, file, line, column);
                case SequenceStart:
                    return List(depth, line, column);
                case MappingStart:
                    return Map(depth, line, column);
                default:
                    throw Problem(current.Start, "a value is expected");
            }
        }

        private TreeList List(int depth, int line, int column)
        {
            ImmutableArray<TreeNode>.Builder items = ImmutableArray.CreateBuilder<TreeNode>();
            for (Next(); _parser.Current is not SequenceEnd;) items.Add(Node(depth + 1));
            Next();
            return new TreeList(items.ToImmutable(), file, line, column);
        }

        private TreeMap Map(int depth, int line, int column)
        {
            ImmutableArray<TreeEntry>.Builder entries = ImmutableArray.CreateBuilder<TreeEntry>();
            for (Next(); _parser.Current is not MappingEnd;)
            {
                Mark start = _parser.Current!.Start;
                if (Node(depth + 1) is not TreeScalar key) throw Problem(start, "a key must be a single word or text");
                entries.Add(new TreeEntry(key.Text, Node(depth + 1), key.Line, key.Column));
            }

            Next();
            return new TreeMap(entries.ToImmutable(), file, line, column);
        }

        private void Next()
        {
            try
            {
                if (!_parser.MoveNext()) throw new InputException($"{file}: the text ends too early");
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or NullReferenceException)
            {
                // On some broken texts YamlDotNet 16.3 trips over its own state instead of reporting a syntax error.
                throw new InputException($"{Where(_parser.Current?.End ?? default)}: not YAML, here or soon after", e);
            }
        }

        private int Line(Mark mark) => hasLines ? Math.Max(1, (int)mark.Line) : 0;

        private int Column(Mark mark) => hasLines ? Math.Max(1, (int)mark.Column) : 0;

        private string Where(Mark mark) => TreeNode.Locate(file, Line(mark), Column(mark));

        private InputException Problem(Mark mark, string problem) => new($"{Where(mark)}: {problem}");

        private static string FirstLine(string message) => message.Split('\n')[0].Trim();
    }
}
