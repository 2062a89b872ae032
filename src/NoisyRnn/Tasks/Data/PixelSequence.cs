using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// MNIST read pixel by pixel: which of ten digits was it? Asked at the last step. The training images are split into those
/// trained on and a validation part; the test images are the files' own.
/// </summary>
public sealed record PixelSequence : TrialTask, IValidated
{
    private DigitSet? _digits;
    private ReadOnlyMemory<int> _permutation;

    /// <summary>The folder of the four files.</summary>
    [Description("folder with the four MNIST files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, each plain or .gz, with - or . before idx")]
    [Location(IsFolder = true)]
    public required string Data { get; init; }

    /// <summary>The order of the pixels.</summary>
    [Description("order of the pixels: ordered (row after row) or permuted (one random order for all images and runs)")]
    public PixelOrder Order { get; init; } = PixelOrder.Ordered;

    /// <summary>Which random order.</summary>
    [Description("seed of the order of permuted pixels; the same for every run")]
    public ulong PermutationSeed { get; init; } = 1;

    /// <summary>c, pixels a step.</summary>
    [Description("pixels a step c, a divisor of 784: the input has c channels, a trial 784 / c steps")]
    [Range(1, DigitImages.Pixels)]
    public int Chunk { get; init; } = 1;

    /// <summary>Share of the training images that validate.</summary>
    [Description("share of the training images that are kept for validation: 1/30 makes 58,000 and 2,000 of 60,000")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 1.0 / 30;

    /// <summary>Which images validate.</summary>
    [Description("seed of the choice of validation images; the same for every run")]
    public ulong SplitSeed { get; init; } = 1;

    /// <inheritdoc/>
    public override int InputCount => Chunk;

    /// <inheritdoc/>
    public override int OutputCount => DigitImages.Classes;

    /// <inheritdoc/>
    public override int StepCount => DigitImages.Pixels / Chunk;

    /// <inheritdoc/>
    public override ImmutableArray<string> Files => _digits is null ? [] : [.. _digits.Files.Select(UserPath.Of)];

    /// <inheritdoc/>
    public override string Summary => $"the digit of an image of 784 pixels, {(Order == PixelOrder.Permuted ? "permuted" : "in order")}, "
        + $"{Chunk} a step for {StepCount} steps, asked at the last"
        + (_digits is null ? "" : $"; {_digits.Parts} images");

    /// <inheritdoc/>
    public override string DataRead => _digits?.DataRead(StepCount, Chunk) ?? "";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (DigitImages.Pixels % Chunk != 0)
            yield return ("chunk", $"{Chunk} does not divide 784; allowed are 1, 2, 4, 7, 8, 14, 16, 28, 49, 56, 98, 112, 196, 392, 784");
        if (Data.Length == 0)
            yield return ("data", "the text is empty; allowed is the folder of the four MNIST files, here or by --data");
    }

    /// <inheritdoc/>
    public override int? TrialCount(NoiseStream part) => _digits?.Parts[part].Length;

    /// <inheritdoc/>
    public override TrialTask Load(string folder) => this with
    {
        _digits = DigitSet.Read(UserPath.In(folder, Data, "task.data"), ValidationShare, SplitSeed),
        _permutation = Order == PixelOrder.Permuted ? DataParts.FixedOrder(DigitImages.Pixels, PermutationSeed, Substream.PixelPermutation) : default,
    };

    /// <inheritdoc/>
    public override (double Lowest, double Highest) InputRange() => (0, 1);

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var (source, item) = (_digits ?? throw new InvalidOperationException("the task's files are not loaded")).ItemOf(key);
        var image = source.Image(item);
        var permutation = _permutation.Span;
        for (int t = 0, p = 0; t < trial.Steps; t++)
        {
            for (var i = 0; i < Chunk; i++, p++)
                trial.Inputs[t, i] = image[permutation.IsEmpty ? p : permutation[p]] / 255.0;
        }

        var last = trial.Steps - 1;
        trial.Targets[last, source.Label(item)] = 1;
        for (var o = 0; o < OutputCount; o++)
            trial.Mask[last, o] = 1;
    }
}
