using System.Globalization;
using System.Numerics;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// The one JSON text of a spec record, which hashes are taken of: no white space, keys in ordinal order but a leaf's
/// <c>kind</c> first, properties equal to their default left out (so a new option changes no hash), whole numbers plain,
/// doubles by the shortest digits that read back to the same bits in the form of RFC 8785, -0 as 0, only the escapes that JSON demands.
/// </summary>
/// <remarks>Stores keep hashes of this text for ever: a change here is a new format. A test holds the bytes of a sample.</remarks>
public static class CanonicalJson
{
    /// <summary>The canonical JSON of a spec record.</summary>
    /// <param name="spec">A record that <see cref="Binder"/> can bind.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the record is not one that can be bound.</exception>
    public static string Write(object spec) => Of(SpecTree.Of(spec, withDefaults: false));

    /// <summary>The canonical JSON of a tree; plain scalars that read as numbers or truth values are such, all others are text.</summary>
    internal static string Of(TreeNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, TreeNode node)
    {
        switch (node)
        {
            case TreeMap map:
                IEnumerable<TreeEntry> sorted = map.Entries
                    .OrderBy(e => e.Key != SpecType.KindKey).ThenBy(e => e.Key, StringComparer.Ordinal);
                AppendAll(text, '{', sorted, '}', entry =>
                {
                    AppendText(text, entry.Key);
                    text.Append(':');
                    Append(text, entry.Value);
                });
                break;
            case TreeList list:
                AppendAll(text, '[', list.Items, ']', item => Append(text, item));
                break;
            case TreeScalar { IsQuoted: false } plain when Literal(plain) is { } literal:
                text.Append(literal);
                break;
            case TreeScalar scalar:
                AppendText(text, scalar.Text);
                break;
            default:
                throw new ArgumentException($"{node.GetType()} has no canonical text", nameof(node));
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> items, char close, Action<T> append)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (T item in items)
        {
            if (!isFirst) text.Append(',');
            isFirst = false;
            append(item);
        }

        text.Append(close);
    }

    /// <summary>null, true, false or a number; null for text.</summary>
    private static string? Literal(TreeScalar plain) => plain switch
    {
        { IsNull: true } => "null",
        { Text: "true" or "True" or "TRUE" } => "true",
        { Text: "false" or "False" or "FALSE" } => "false",
        _ when plain.Text.AsSpan().IndexOfAny('e', 'E') < 0 && ScalarText.TryInteger(plain.Text, out BigInteger whole) =>
            whole.ToString(CultureInfo.InvariantCulture),
        _ when ScalarText.TryDouble(plain.Text, out double real) => ScalarText.Of(real),
        _ => null,
    };

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ') text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        }

        text.Append('"');
    }
}
