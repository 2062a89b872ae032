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

    /// <summary>The same with every value, defaults too: for readers that do not know them.</summary>
    /// <param name="spec">The record.</param>
    public static string WriteWhole(object spec) => Of(SpecTree.Of(spec, withDefaults: true));

    /// <summary>The canonical JSON of a tree; plain scalars that read as numbers or truth values are such, all others are text.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="parts">What was written before; null for nothing.</param>
    internal static string Of(TreeNode node, SharedParts? parts = null)
    {
        var text = new StringBuilder(256);
        Append(text, node, parts, own: 1);
        return text.ToString();
    }

    /// <summary>The same, behind what stands in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="node">The tree.</param>
    /// <param name="parts">What was written before; null for nothing.</param>
    /// <param name="own">So many levels of maps are the tree's own; what is below may be shared.</param>
    internal static void Append(StringBuilder text, TreeNode node, SharedParts? parts, int own)
    {
        switch (node)
        {
            case TreeMap map:
                TreeEntry[] sorted = [.. map.Entries];
                Array.Sort(sorted, static (a, b) => (a.Key == SpecType.KindKey, b.Key == SpecType.KindKey) switch
                {
                    (true, false) => -1,
                    (false, true) => 1,
                    _ => string.CompareOrdinal(a.Key, b.Key),
                });
                text.Append('{');
                for (int i = 0; i < sorted.Length; i++)
                {
                    if (i > 0) text.Append(',');
                    AppendText(text, sorted[i].Key);
                    text.Append(':');
                    AppendPart(text, sorted[i].Value, parts, own - 1);
                }

                text.Append('}');
                break;
            case TreeList list:
                text.Append('[');
                for (int i = 0; i < list.Items.Length; i++)
                {
                    if (i > 0) text.Append(',');
                    AppendPart(text, list.Items[i], parts, own - 1);
                }

                text.Append(']');
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

    private static void AppendPart(StringBuilder text, TreeNode node, SharedParts? parts, int own)
    {
        if (parts is null || own > 0 || node is not TreeMap) Append(text, node, parts, own);
        else text.Append(parts.TryGet<string>(node, null, typeof(CanonicalJson), out string? known) ? known : parts.Add(node, null, typeof(CanonicalJson), Of(node, parts)));
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
