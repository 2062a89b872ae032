using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace NoisyRnn.Formats;

/// <summary>
/// The name of a stage's output: SHA-256 of all that the stage reads. Two stages of the same hash have the same bits as
/// output, so one that exists need not run again.
/// </summary>
/// <param name="Hex">64 hexadecimal digits, lower case.</param>
[JsonConverter(typeof(StageHashJson))]
public readonly record struct StageHash(string Hex)
{
    /// <summary>The first 10 digits: for people.</summary>
    public string Short => Hex[..10];

    /// <summary>The hash of a stage.</summary>
    /// <param name="stage">The stage's name: train, sweep.</param>
    /// <param name="revision">The stage's Revision constant, raised whenever its bits change.</param>
    /// <param name="reads">The spec record that holds all that the stage reads, and nothing else.</param>
    /// <param name="upstream">The hashes of the stages whose output it reads, in an order the stage fixes.</param>
    /// <param name="files">The hashes of the files it reads (<see cref="OfFile"/>), in an order the stage fixes.</param>
    /// <remarks>SHA-256 of UTF-8 {"files":[...],"reads":{canonical JSON without locations},"revision":1,"stage":"train","upstream":[...]}.</remarks>
    /// <exception cref="ArgumentException">The record cannot be written as canonical JSON.</exception>
    public static StageHash Of(
        string stage, int revision, object reads, ImmutableArray<StageHash> upstream = default, ImmutableArray<StageHash> files = default) =>
        Of(stage, revision, reads, upstream, files, null);

    /// <summary>The same of one of many specs: what it shares with those before is not written again.</summary>
    internal static StageHash Of(string stage, int revision, object reads, ImmutableArray<StageHash> upstream, ImmutableArray<StageHash> files, SharedParts? parts)
    {
        TreeNode preimage = new TreeMap(
        [
            new TreeEntry("files", List(files)),
            new TreeEntry("reads", SpecTree.ToHash(reads, parts)),
            new TreeEntry("revision", new TreeScalar(revision.ToString(CultureInfo.InvariantCulture))),
            new TreeEntry("stage", new TreeScalar(stage, isQuoted: true)),
            new TreeEntry("upstream", List(upstream)),
        ]);
        StringBuilder text = parts?.Page.Clear() ?? new StringBuilder(1024);
        CanonicalJson.Append(text, preimage, parts, own: 2);
        return OfBytes(Utf8(text));
    }

    /// <summary>The hash of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static StageHash OfBytes(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>The hash of a file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static StageHash OfFile(string path)
    {
        using FileStream stream = InputFile.Open(path);
        try
        {
            return new StageHash(Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The 64 digits.</summary>
    public override string ToString() => Hex;

    // A pair of characters that is one letter may stand in two pieces of a long text.
    private static byte[] Utf8(StringBuilder text)
    {
        StringBuilder.ChunkEnumerator pieces = text.GetChunks();
        if (!pieces.MoveNext() || pieces.Current.Length < text.Length) return Encoding.UTF8.GetBytes(text.ToString());
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(pieces.Current.Span)];
        Encoding.UTF8.GetBytes(pieces.Current.Span, bytes);
        return bytes;
    }

    private static TreeList List(ImmutableArray<StageHash> hashes) =>
        new(hashes.IsDefault ? [] : [.. hashes.Select(h => new TreeScalar(h.Hex, isQuoted: true))]);
}
