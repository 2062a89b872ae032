using System.Security.Cryptography;
using System.Text;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>
/// The text of an experiment's file in a folder of runs, with a checksum in its last line, a comment: what a disk has changed must not decide a claim by other
/// rules. Who edits the file deletes the line; files of older versions have none.
/// </summary>
internal static class SavedFile
{
    private const string Mark = "# checksum: ";

    /// <summary>The text with its checksum.</summary>
    /// <param name="text">Lines, each ended.</param>
    public static string Sealed(string text) => $"{text}{Mark}{Checksum(text)}\n";

    /// <summary>Holds a file to the checksum in it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    public static void Check(string path)
    {
        var text = InputFile.Decode(InputFile.ReadBytes(path, YamlTree.MaximumBytes), path);
        var at = text.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at >= 0 && text[at..] != Sealed(text[..at])[at..])
            throw new InputException($"{path}: is not as it was written (its checksum does not fit): damaged, or edited; where the edit is meant, delete the line '{text[at..].TrimEnd()}'");
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
