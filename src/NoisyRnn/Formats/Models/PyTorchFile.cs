using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// What torch.save writes since PyTorch 1.6: a zip file of NAME/data.pkl, a pickle, and NAME/data/KEY, the storages it names. Read are
/// state_dicts, alone or within a checkpoint.
/// </summary>
internal static class PyTorchFile
{
    private const int LongestPickle = 1 << 24;
    private const string Main = "data.pkl";
    private const string SaveWeights = "save its weights, in Python: torch.save(model.state_dict(), path)";

    // The pickle of 0x1950a86a20f9469cfc6c, with which files older than version 1.6 begin.
    private static readonly byte[] OldStart = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Whether a file in a zip file is the pickle of PyTorch.</summary>
    internal static bool IsMain(string name) => name == Main || (name.EndsWith("/" + Main, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - Main.Length - 1);

    /// <summary>Whether bytes begin as those of a PyTorch file of the old form.</summary>
    internal static bool IsOld(ReadOnlySpan<byte> start) => start.StartsWith(OldStart);

    /// <summary>The error of a file of the old form.</summary>
    internal static InputException Old(string path) => new(
        $"{path}: a PyTorch file of the form before version 1.6 (no zip file), which is not read; in Python: torch.save(torch.load(path, weights_only=True), path)");

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It holds no state_dict, asks for classes that are not read, or is damaged.</exception>
    internal static ModelFile Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        using ZipArchive zip = ZippedBytes.Open(stream, path);
        ImmutableArray<ZipArchiveEntry> mains = [.. zip.Entries.Where(static entry => IsMain(entry.FullName))];
        if (mains is not [var main]) throw new InputException($"{path}: {mains.Length} files '{Main}'; a PyTorch file has one");
        string folder = main.FullName[..^Main.Length];
        if (zip.Entries.Any(entry => entry.FullName == folder + "constants.pkl" || entry.FullName.StartsWith(folder + "code/", StringComparison.Ordinal)))
            throw new InputException($"{path}: a TorchScript program (torch.jit.save), which is not read; in Python: torch.save(torch.jit.load(path).state_dict(), 'weights.pt')");
        object? root = new TorchPickle(ZippedBytes.Read(main, LongestPickle, path), path, SaveWeights).Read();
        StateDict weights = root switch
        {
            PickledMap map => StateDict.Of(map, path),
            TorchTensor tensor => new StateDict([("tensor", tensor)], "a single tensor, here called 'tensor'"),
            _ => throw new InputException($"{path}: holds neither a state_dict nor a map with one; {SaveWeights}"),
        };
        var storages = new TorchStorages(zip, folder, path);
        return new ModelFile(path, "a PyTorch file", [.. weights.Tensors.Select(each => storages.Read(each.Name, each.Tensor))])
        {
            Notes = weights.Taken is { } taken ? [taken] : [],
        };
    }
}
