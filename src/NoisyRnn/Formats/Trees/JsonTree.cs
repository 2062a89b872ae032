using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace NoisyRnn.Formats;

/// <summary>Reads JSON (RFC 8259) into the same tree as YAML, so that both go through one binder.</summary>
public static class JsonTree
{
    /// <summary>Reads a file of at most <see cref="YamlTree.MaximumBytes"/> bytes.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read or is not JSON; file, line and column are named.</exception>
    public static TreeNode Read(string path) => Parse(InputFile.ReadBytes(path, YamlTree.MaximumBytes), path);

    /// <summary>Reads text.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="file">The name in errors.</param>
    /// <exception cref="InputException">The text is not JSON; file, line and column are named.</exception>
    public static TreeNode Parse(string text, string file) => Parse(Encoding.UTF8.GetBytes(text), file);

    /// <summary>Reads bytes in UTF-8.</summary>
    /// <param name="utf8">JSON, with or without a byte order mark.</param>
    /// <param name="file">The name in errors.</param>
    /// <exception cref="InputException">The text is not JSON; file, line and column are named.</exception>
    public static TreeNode Parse(byte[] utf8, string file)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(InputFile.Decode(utf8, file));
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = YamlTree.MaximumDepth });
        var place = new Place(bytes, file);
        try
        {
            reader.Read();
            TreeNode root = Node(ref reader, place);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            string where = TreeNode.Locate(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw new InputException($"{where}: not JSON: {e.Message.Split(" LineNumber:")[0]}", e);
        }
        catch (InvalidOperationException e)
        {
            // An escape such as \ud800 alone is valid JSON, but no text.
            throw new InputException($"{place.At(reader.TokenStartIndex).Where}: not text: {e.Message}", e);
        }
    }

    private static TreeNode Node(ref Utf8JsonReader reader, Place place)
    {
        TreeScalar at = place.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                ImmutableArray<TreeNode>.Builder items = ImmutableArray.CreateBuilder<TreeNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Node(ref reader, place));
                return new TreeList(items.ToImmutable(), at.File, at.Line, at.Column);
            case JsonTokenType.StartObject:
                ImmutableArray<TreeEntry>.Builder entries = ImmutableArray.CreateBuilder<TreeEntry>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    TreeScalar key = place.At(reader.TokenStartIndex);
                    string name = reader.GetString()!;
                    reader.Read();
                    entries.Add(new TreeEntry(name, Node(ref reader, place), key.Line, key.Column));
                }

                return new TreeMap(entries.ToImmutable(), at.File, at.Line, at.Column);
            case JsonTokenType.String:
                return new TreeScalar(reader.GetString()!, isQuoted: true, at.File, at.Line, at.Column);
            default:
                return new TreeScalar(Encoding.UTF8.GetString(reader.ValueSpan), isQuoted: false, at.File, at.Line, at.Column);
        }
    }

    /// <summary>Turns byte offsets, asked for in ascending order, into lines and columns.</summary>
    private sealed class Place(byte[] bytes, string file)
    {
        private int _line = 1;
        private int _column = 1;
        private int _seen;

        internal TreeScalar At(long offset)
        {
            for (; _seen < offset; _seen++)
            {
                if (bytes[_seen] == (byte)'\n') (_line, _column) = (_line + 1, 1);
                else if ((bytes[_seen] & 0xC0) != 0x80) _column++;
            }

            return new TreeScalar("", file: file, line: _line, column: _column);
        }
    }
}
