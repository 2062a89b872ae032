using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// The images of MNIST (or of a set in the same files, such as Fashion-MNIST) and their labels, as bytes, one copy for all
/// runs. The files are described in the section on the IDX format of LeCun, Cortes and Burges' page "The MNIST database of
/// handwritten digits".
/// </summary>
internal sealed class DigitImages
{
    /// <summary>28 x 28.</summary>
    public const int Pixels = 784;

    /// <summary>The digits.</summary>
    public const int Classes = 10;

    private const int Side = 28;
    private static readonly ReadOnce<IdxFile> Shared = new(IdxFile.Read);
    private static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    // Where PyTorch puts them, in the folder that it is given.
    private static readonly string[] InnerFolders = ["raw", "MNIST/raw", "MNIST"];

    private readonly IdxFile _images, _labels;

    private DigitImages(string images, string labels)
    {
        (_images, _labels) = (Shared.Read(images), Shared.Read(labels));
        if (_images.Shape is not [_, Side, Side])
            throw new InputException($"{images}: dimensions {ScalarText.List(_images.Shape, " x ")}; expected are images of {Side} x {Side}");
        if (_labels.Shape.Length != 1)
            throw new InputException($"{labels}: dimensions {ScalarText.List(_labels.Shape, " x ")}; expected is one label an image");
        if (_labels.Count != _images.Count)
            throw new InputException($"{labels}: {_labels.Count} labels; {images} has {_images.Count} images, and there must be one for each");
        if (_labels.Bytes.IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1)) is var wrong and >= 0)
            throw new InputException($"{labels}: label {wrong + 1} is {_labels.Bytes[wrong]}; allowed is 0 to {Classes - 1}");
    }

    /// <summary>Number of images.</summary>
    public int Count => _images.Count;

    /// <summary>The pixels of an image, row after row. [784]</summary>
    public ReadOnlySpan<byte> Image(int index) => _images.Item(index);

    /// <summary>The digit.</summary>
    public int Label(int index) => _labels.Bytes[index];

    /// <summary>The four files in a folder, as they are or with .gz, with a dot in their name (train-images.idx3-ubyte) or each in
    /// a folder of its own name, as they are also spread.</summary>
    /// <exception cref="InputException">One is missing; the message says which four are expected.</exception>
    public static string[] FilesIn(string folder)
    {
        var found = Names.Select(name => Spellings(name).Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)).ToArray();
        var missing = Array.IndexOf(found, null);
        if (missing >= 0)
        {
            var problem = Directory.Exists(folder) ? $"{Path.Combine(folder, Names[missing])}: no such file, nor with .gz{Elsewhere(folder)}"
                : File.Exists(folder) ? $"{folder}: is a file"
                : $"{folder}: no such folder";
            throw new InputException(
                $"{problem}; task.data (or --data DIR) must be a folder with the four MNIST files {string.Join(", ", Names)} "
                + "(the format is described under 'IDX file format' on LeCun's page 'The MNIST database of handwritten digits')");
        }

        return found!;
    }

    private static string[] Spellings(string name)
    {
        var dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return [name, name + ".gz", dotted, dotted + ".gz", Path.Combine(name, name), Path.Combine(dotted, dotted)];
    }

    private static string Elsewhere(string folder) =>
        InnerFolders.Select(inner => Path.Combine(folder, inner)).FirstOrDefault(inner => Spellings(Names[0]).Any(file => File.Exists(Path.Combine(inner, file)))) is { } there
            ? $"; did you mean '{there}'?"
            : "";

    /// <summary>The training images and the test images.</summary>
    /// <param name="files">As <see cref="FilesIn"/> gives them.</param>
    /// <exception cref="InputException">A file is damaged, or two do not belong together.</exception>
    public static (DigitImages Training, DigitImages Test) Read(string[] files) => (new(files[0], files[1]), new(files[2], files[3]));
}
