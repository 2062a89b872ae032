using System.Collections.Immutable;
using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>The arrays of a file that some program saved a network in.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Format">What it is: "a PyTorch file".</param>
/// <param name="Arrays">The arrays in the order of the file; names differ.</param>
public sealed record ModelFile(string Path, string Format, ImmutableArray<Tensor> Arrays)
{
    private const int MostArrays = 10_000;
    private const string KerasWeights = "model.weights.h5";
    private const string Expected = "a file of arrays (PyTorch, safetensors, npz, MATLAB, HDF5)";

    /// <summary>Text that stands beside the arrays.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Texts of a MATLAB file, which are no arrays of numbers.</summary>
    public ImmutableSortedDictionary<string, string> Texts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the reader chose or left out, in words.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Reads a file; its first bytes tell the format, not its name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read, is of no format that is read, or is damaged.</exception>
    public static ModelFile Read(string path)
    {
        try
        {
            ModelFile file = Parse(path);
            if (file.Arrays.IsEmpty) throw new InputException($"{path}: {file.Format} without an array of numbers{string.Concat(file.Notes.Select(static note => $"; {note}"))}");
            if (file.Arrays.Length > MostArrays) throw new InputException($"{path}: {file.Arrays.Length:N0} arrays; at most {MostArrays:N0} are read");
            return file;
        }
        catch (Exception e) when (InputFile.IsUnreadable(e))
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    /// <summary>Whether a file begins as MATLAB's do, or as HDF5's, which its version 7.3 and Keras' are.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static bool IsMatlabOrHdf5(string path)
    {
        using FileStream stream = InputFile.Open(path);
        if (!stream.CanSeek) return false;
        byte[] start = PromisedBytes.Read(stream, ForeignFormat.Length);
        return MatFile.IsOne(start) || Hdf5File.IsOne(start);
    }

    /// <summary>An array by name; null where there is none.</summary>
    public Tensor? Find(string name) => Arrays.FirstOrDefault(array => array.Name == name);

    private static ModelFile Parse(string path)
    {
        byte[] start;
        using (FileStream stream = InputFile.Open(path))
        {
            if (!stream.CanSeek) throw new InputException($"{path}: is a pipe; a file is needed");
            start = PromisedBytes.Read(stream, ForeignFormat.Length);
        }

        if (start.Length == 0) throw new InputException($"{path}: is empty; needed is {Expected}");
        if (ForeignFormat.IsZip(start)) return OfZip(path);
        if (start.Length > 9 && start[8] == '{' && start[5..8].AsSpan().IndexOfAnyExcept((byte)0) < 0) return SafetensorsModel.Read(path);
        if (start is [0x1f, 0x8b, ..]) return NpzModel.Read(path);
        if (PyTorchFile.IsOld(start)) throw PyTorchFile.Old(path);
        if (Hdf5File.IsOne(start)) return Hdf5File.Read(path);
        if (MatFile.IsOne(start)) return MatFile.Read(path);
        ForeignFormat.Refuse(start, path, Expected);
        throw new InputException($"{path}: not {Expected}: it begins with '{ShownText.Of(System.Text.Encoding.Latin1.GetString(start.AsSpan(0, Math.Min(start.Length, 16))))}'");
    }

    private static ModelFile OfZip(string path)
    {
        ImmutableArray<string> names;
        using (FileStream stream = InputFile.Open(path))
            names = ZippedBytes.Names(stream, path);
        if (names.Any(PyTorchFile.IsMain)) return PyTorchFile.Read(path);
        if (names.Any(static name => name.EndsWith(".npy", StringComparison.Ordinal))) return NpzModel.Read(path);
        if (names.Contains(KerasWeights)) return OfKeras(path);
        throw new InputException($"{path}: {ForeignFormat.OfZip(names, Expected)}");
    }

    // A .keras file: its weights are an HDF5 file within.
    private static ModelFile OfKeras(string path)
    {
        using FileStream stream = InputFile.Open(path);
        using ZipArchive zip = ZippedBytes.Open(stream, path);
        return Hdf5File.Read(ZippedBytes.Read(zip.GetEntry(KerasWeights)!, PromisedBytes.Maximum, path), path) with { Format = "a Keras file" };
    }
}
