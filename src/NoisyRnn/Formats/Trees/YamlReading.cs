using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NoisyRnn.Formats;

/// <summary>One text of YAML being read; bounded in depth and in values, so that little input is little work.</summary>
internal sealed class YamlReading
{
    private const string MergeKey = "<<";
    private const string Advice = "a value that begins with [, { or a quote is YAML; put quotes around the whole where it is text";

    private readonly string _text;
    private readonly string _file;
    private readonly bool _hasLines;
    private readonly Parser _parser;
    private readonly Dictionary<string, (TreeNode Node, int Values, int Height)> _anchors = new(StringComparer.Ordinal);
    private int _values;
    private int _end;

    internal YamlReading(string text, string file, bool hasLines)
    {
        _text = Allowed(text, file, hasLines);
        (_file, _hasLines) = (file, hasLines);
        _parser = new(new Scanner(new StringReader(_text), skipComments: true));
    }

    /// <summary>A text as it is, without the mark of its byte order.</summary>
    /// <exception cref="InputException">It is too long, or holds a character that nobody can see; line and column are named.</exception>
    internal static string Allowed(string text, string file, bool hasLines)
    {
        if (text.Length > YamlTree.MaximumBytes) throw new InputException($"{file}: longer than {YamlTree.MaximumBytes:N0} characters");
        text = text.TrimStart('\uFEFF');
        (int line, int start) = (1, 0);
        for (int k = 0; k < text.Length; k++)
        {
            char c = text[k];
            if (c is '\n' || (c is '\r' && (k + 1 == text.Length || text[k + 1] != '\n'))) (line, start) = (line + 1, k + 1);
            if (!char.IsControl(c) || c is '\n' or '\r' or '\t' or '\u0085') continue;
            string where = TreeNode.Locate(file, hasLines ? line : 0, k - start + 1);
            throw new InputException($"{where}: the control character U+{(int)c:X4} is not allowed; take it out, or write \"\\u{(int)c:X4}\" where it is meant");
        }

        return text;
    }

    internal TreeNode Document()
    {
        try
        {
            Next();
            Next();
            if (_parser.Current is StreamEnd) return new TreeScalar("", file: _file, line: Line(default), column: Line(default));
            Next();
            TreeNode root = Node(0, out _);
            int end = _parser.Current is DocumentEnd { IsImplicit: true } ? _end : _text.Length;
            Next();
            if (_parser.Current is not StreamEnd) throw Problem(_parser.Current!.Start, "a second document begins; one is allowed");
            if (!_hasLines && _text.AsSpan(end).Trim().Length > 0)
                throw new InputException($"{_file}: '{ShownText.Of(_text[end..])}' follows the value; {Advice}");
            return root;
        }
        catch (YamlException e)
        {
            if (TabAt(e) is { } tab) throw new InputException($"{tab}: a tab in the indentation; YAML allows spaces alone there", e);
            string problem = $"{Where(e.Start)}: not YAML{(_hasLines ? "" : " in a value")}: {e.Message.Split('\n')[0].Trim()}";
            throw new InputException(_hasLines ? problem : $"{problem} ({Advice})", e);
        }
    }

    private TreeNode Node(int depth, out int height)
    {
        ParsingEvent current = _parser.Current!;
        if (depth > YamlTree.MaximumDepth) throw Problem(current.Start, $"nested deeper than {YamlTree.MaximumDepth} levels");
        Count(1, current.Start);
        if (current is AnchorAlias alias) return Anchored(alias, depth, out height);
        if (current is NodeEvent { Tag: { IsEmpty: false } tag })
            throw Problem(current.Start, $"tag '{ShownText.Of(tag.Value)}' is not allowed; the key decides the type, quotes make text");
        int before = _values;
        (int line, int column) = (Line(current.Start), Column(current.Start));
        TreeNode node;
        switch (current)
        {
            case Scalar scalar:
                height = 0;
                node = new TreeScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, _file, line, column);
                Next();
                break;
            case SequenceStart:
                node = List(depth, line, column, out height);
                break;
            case MappingStart:
                node = Map(depth, line, column, out height);
                break;
            default:
                throw Problem(current.Start, "a value is expected");
        }

        if (current is NodeEvent { Anchor: { IsEmpty: false } anchor }) _anchors[anchor.Value] = (node, 1 + _values - before, height);
        return node;
    }

    private TreeNode Anchored(AnchorAlias alias, int depth, out int height)
    {
        string name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var anchored))
        {
            string guess = NearestName.Of(name, _anchors.Keys) is { } near ? $"did you mean '*{near}'? " : "";
            throw Problem(alias.Start, $"alias '*{ShownText.Of(name)}' has no anchor '&{ShownText.Of(name)}' before it; {guess}write the anchor in front of the value that is meant, or quote the alias if it is text");
        }

        height = anchored.Height;
        if (depth + height > YamlTree.MaximumDepth) throw Problem(alias.Start, $"nested deeper than {YamlTree.MaximumDepth} levels by alias '*{ShownText.Of(name)}'");
        Count(anchored.Values, alias.Start);
        Next();
        return anchored.Node;
    }

    private TreeList List(int depth, int line, int column, out int height)
    {
        height = 0;
        ImmutableArray<TreeNode>.Builder items = ImmutableArray.CreateBuilder<TreeNode>();
        for (Next(); _parser.Current is not SequenceEnd;)
        {
            items.Add(Node(depth + 1, out int inside));
            height = Math.Max(height, inside + 1);
        }

        Next();
        return new TreeList(items.ToImmutable(), _file, line, column);
    }

    private TreeMap Map(int depth, int line, int column, out int height)
    {
        height = 0;
        ImmutableArray<TreeEntry>.Builder entries = ImmutableArray.CreateBuilder<TreeEntry>();
        TreeEntry? merge = null;
        int mergeAt = 0;
        for (Next(); _parser.Current is not MappingEnd;)
        {
            Mark start = _parser.Current!.Start;
            if (Node(depth + 1, out _) is not TreeScalar key) throw Problem(start, "a key must be a single word or text");
            if (entries.Count == YamlTree.MaximumKeys) throw Problem(start, $"more than {YamlTree.MaximumKeys} keys in one map");
            // An alias as a key stands where it is written, not where its anchor is.
            var entry = new TreeEntry(key.Text, Node(depth + 1, out int inside), Line(start), Column(start));
            height = Math.Max(height, inside + 1);
            if (key.IsQuoted || key.Text != MergeKey)
                entries.Add(entry);
            else if (merge is null)
                (merge, mergeAt) = (entry, entries.Count);
            else
                throw Problem(start, $"key '{MergeKey}' stands twice in one map; write one with a list: {MergeKey}: [*a, *b]");
        }

        Next();
        if (merge is not null) entries.InsertRange(mergeAt, Merged(merge, entries));
        return new TreeMap(entries.ToImmutable(), _file, line, column);
    }

    /// <summary>What a merge key brings: of several maps the first has the say, and the map's own keys before all.</summary>
    private static List<TreeEntry> Merged(TreeEntry merge, IEnumerable<TreeEntry> own)
    {
        ImmutableArray<TreeNode> maps = merge.Value is TreeList list ? list.Items : [merge.Value];
        var known = own.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var merged = new List<TreeEntry>();
        foreach (TreeNode node in maps)
        {
            if (node is not TreeMap map)
                throw new InputException($"{merge.Where}: '{MergeKey}' takes a map or a list of maps, as in {MergeKey}: *name; {node.InWords} is none");
            merged.AddRange(map.Entries.Where(entry => known.Add(entry.Key)));
        }

        return merged;
    }

    private void Count(int values, Mark mark)
    {
        _values += values;
        if (_values > YamlTree.MaximumValues)
            throw Problem(mark, $"more than {YamlTree.MaximumValues:N0} values, those that aliases stand for counted each time");
    }

    private void Next()
    {
        // The end of a list or map is given as where its bracket stands.
        if (_parser.Current is Scalar or SequenceEnd or MappingEnd) _end = (int)_parser.Current.End.Index + (_parser.Current is Scalar ? 0 : 1);
        try
        {
            if (!_parser.MoveNext()) throw new InputException($"{_file}: the text ends too early");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or NullReferenceException)
        {
            // On some broken texts YamlDotNet 16.3 trips over its own state instead of reporting a syntax error.
            throw new InputException($"{Where(_parser.Current?.End ?? default)}: not YAML, here or soon after", e);
        }
    }

    /// <summary>The first tab that stands in the indentation of a line where the parser gave up; null where there is none.</summary>
    private string? TabAt(YamlException error)
    {
        string[] lines = _text.ReplaceLineEndings("\n").Split('\n');
        // Where it complains of a tab it names the map around it, else the line that it cannot read.
        int from = Math.Max(0, (int)error.Start.Line - 1);
        int to = error.Message.Contains("tab", StringComparison.Ordinal) ? lines.Length : Math.Min(lines.Length, (int)error.End.Line);
        for (int k = from; k < to; k++)
        {
            int tab = lines[k].AsSpan(0, lines[k].Length - lines[k].AsSpan().TrimStart([' ', '\t']).Length).IndexOf('\t');
            if (tab >= 0) return TreeNode.Locate(_file, _hasLines ? k + 1 : 0, tab + 1);
        }

        return null;
    }

    private int Line(Mark mark) => _hasLines ? Math.Max(1, (int)mark.Line) : 0;

    private int Column(Mark mark) => _hasLines ? Math.Max(1, (int)mark.Column) : 0;

    private string Where(Mark mark) => TreeNode.Locate(_file, Line(mark), Column(mark));

    private InputException Problem(Mark mark, string problem) => new($"{Where(mark)}: {problem}");
}
