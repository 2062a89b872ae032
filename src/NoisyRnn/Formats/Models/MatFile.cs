using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// MATLAB's files of version 5 (save -v6) and 7 (save -v7, compressed), as MATLAB and Octave write them: 128 bytes of header, then the
/// variables, each an element of nested elements. Source: MAT-File Format, The MathWorks.
/// </summary>
internal static class MatFile
{
    private const int HeaderLength = 128;

    /// <summary>Whether bytes begin as those of such a file: its version and byte order stand at the header's end.</summary>
    internal static bool IsOne(ReadOnlySpan<byte> start) =>
        start.Length >= HeaderLength && ((start[126] == 'I' && start[127] == 'M' && start[125] == 1) || (start[126] == 'M' && start[127] == 'I' && start[124] == 1));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is damaged, or too large.</exception>
    internal static ModelFile Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        byte[] bytes = PromisedBytes.Read(stream, PromisedBytes.Maximum);
        if (stream.ReadByte() >= 0) throw new InputException($"{path}: larger than {PromisedBytes.Maximum:N0} bytes, the most that are read");
        var variables = new MatVariables(path);
        var unpacked = new ByteBudget(path);
        var elements = new MatElements(bytes.AsMemory(HeaderLength), isBigEndian: bytes[126] == 'M', path);
        while (elements.Next() is { } element)
        {
            if (element.Type == MatType.Compressed) variables.Add(Inflated(element, unpacked, path));
            else if (element.Type == MatType.Matrix) variables.Add(element);
        }

        return new ModelFile(path, "a MATLAB file", variables.Arrays)
        {
            Texts = variables.Texts,
            Notes = variables.LeftOut.Count == 0 ? [] : [$"left out, since they are no real numbers: {string.Join(", ", variables.LeftOut.Take(20))}{(variables.LeftOut.Count > 20 ? ", ..." : "")}"],
        };
    }

    // One element that fills the whole of what was compressed.
    private static MatElement Inflated(MatElement element, ByteBudget unpacked, string path)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(element.Content.ToArray()), CompressionMode.Decompress);
            byte[] bytes = PromisedBytes.Read(zlib, PromisedBytes.Maximum);
            if (zlib.ReadByte() >= 0) throw new InputException($"{path}: unpacked, a variable is larger than {PromisedBytes.Maximum:N0} bytes, the most that are read");
            unpacked.Take((ReadOnlySpan<int>)[bytes.Length], 1, "unpacked");
            return new MatElements(bytes, element.IsBigEndian, path).Next() is { Type: MatType.Matrix } matrix ? matrix : throw new InputException($"{path}: damaged: a compressed element is no variable");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new InputException($"{path}: damaged: a compressed variable cannot be unpacked: {e.Message}", e);
        }
    }
}
