using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>The images of a folder, with those for training, validation and test told apart.</summary>
/// <param name="Training">The training images, which also validate.</param>
/// <param name="Test">The test images.</param>
/// <param name="Parts">Which are for what.</param>
/// <param name="Files">The four files.</param>
internal sealed record DigitSet(DigitImages Training, DigitImages Test, DataParts Parts, string[] Files)
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="validationShare">Share of the training images that validate.</param>
    /// <param name="splitSeed">Which of them.</param>
    /// <exception cref="InputException">A file is missing or damaged, or a part would be empty.</exception>
    public static DigitSet Read(string folder, double validationShare, ulong splitSeed)
    {
        var files = DigitImages.FilesIn(folder);
        var (training, test) = DigitImages.Read(files);
        var count = training.Count;
        var validation = (int)Math.Round(count * validationShare);
        if (validation < 1 || validation >= count)
            throw new InputException($"task.validation-share: {validationShare} of {count} training images is {validation}; allowed is a share that leaves one or more on both sides");
        var order = DataParts.FixedOrder(count, splitSeed, Substream.SplitOrder);
        return new(training, test, new DataParts(order[validation..], order[..validation], DataParts.FixedOrder(test.Count, splitSeed, Substream.SplitOrder)), files);
    }

    /// <summary>The image and the digit that a trial shows.</summary>
    public (DigitImages Images, int Item) ItemOf(TrialKey key) => (key.Stream == NoiseStream.Test ? Test : Training, Parts.ItemOf(key));

    /// <summary>What was read, a part a file.</summary>
    /// <param name="steps">Steps of an image.</param>
    /// <param name="channels">Values a step.</param>
    public string DataRead(int steps, int channels) => string.Join("; ", new[] { (Files[0], Training), (Files[2], Test) }.Select(part =>
        $"{UserPath.Of(part.Item1)}: {DataLine.Of(part.Item2.Count, "image", steps, channels, DataLine.Classes(Enumerable.Range(0, part.Item2.Count).Select(part.Item2.Label)), steps)}"));
}
