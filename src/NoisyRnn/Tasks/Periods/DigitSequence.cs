using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A sequence of MNIST digits to be remembered: each is read some pixels a step, one after the other; after a delay a cue comes, and the digits are to
/// be named in their order (serial recall, the usual form of sequence memory), or their sum.
/// </summary>
public sealed record DigitSequence : TrialTask, IValidated
{
    private DigitSet? _digits;

    /// <summary>The folder of the four files.</summary>
    [Description("folder with the four MNIST files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, each plain or .gz, with - or . before idx")]
    [Location(IsFolder = true)]
    public required string Data { get; init; }

    /// <summary>Number of digits.</summary>
    [Description("digits in a sequence")]
    [Range(1, 100)]
    public int Length { get; init; } = 3;

    /// <summary>c, pixels a step.</summary>
    [Description("pixels a step c, a divisor of 784: an image takes 784 / c steps; 28 is a row a step")]
    [Range(1, DigitImages.Pixels)]
    public int Chunk { get; init; } = 28;

    /// <summary>Steps of the delay.</summary>
    [Description("steps between the last image and the cue")]
    [Range(0, 1000000)]
    public int Delay { get; init; } = 10;

    /// <summary>Steps of an answer.</summary>
    [Description("steps of each answer, all of which count")]
    [Range(1, 1000)]
    public int AnswerSteps { get; init; } = 2;

    /// <summary>What is asked.</summary>
    [Description("what is asked: digits (all of them in their order) or sum")]
    public DigitQuestion Ask { get; init; } = DigitQuestion.Digits;

    /// <summary>Share of the training images that validate.</summary>
    [Description("share of the training images that are kept for validation: 1/30 makes 58,000 and 2,000 of 60,000")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 1.0 / 30;

    /// <summary>Which images validate.</summary>
    [Description("seed of the choice of validation images; the same for every run")]
    public ulong SplitSeed { get; init; } = 1;

    /// <inheritdoc/>
    /// <remarks>The pixels of a step, and the cue.</remarks>
    public override int InputCount => Chunk + 1;

    /// <inheritdoc/>
    public override int OutputCount => Ask == DigitQuestion.Digits ? DigitImages.Classes : ((DigitImages.Classes - 1) * Length) + 1;

    /// <inheritdoc/>
    public override int StepCount => CueStep + (Answers * AnswerSteps);

    /// <inheritdoc/>
    public override ImmutableArray<string> Files => _digits is null ? [] : [.. _digits.Files.Select(UserPath.Of)];

    /// <inheritdoc/>
    public override string Summary => $"{Length} digit{(Length == 1 ? "" : "s")}, {Chunk} pixels a step for {StepsOfImage} steps each, and after a delay of {Delay} steps "
        + (Ask == DigitQuestion.Sum ? "their sum" : Length == 1 ? "its name" : "their names in order") + (_digits is null ? "" : $"; {_digits.Parts} images");

    /// <inheritdoc/>
    public override string DataRead => _digits?.DataRead(StepsOfImage, Chunk) ?? "";

    /// <inheritdoc/>
    public override bool Behaves => true;

    private int StepsOfImage => DigitImages.Pixels / Chunk;

    private int CueStep => (Length * StepsOfImage) + Delay;

    private int Answers => Ask == DigitQuestion.Digits ? Length : 1;

    private DigitSet Digits => _digits ?? throw new InvalidOperationException("the task's files are not loaded");

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (DigitImages.Pixels % Chunk != 0)
            yield return ("chunk", $"{Chunk} does not divide 784; allowed are 1, 2, 4, 7, 8, 14, 16, 28, 49, 56, 98, 112, 196, 392, 784");
        if (Data.Length == 0)
            yield return ("data", "the text is empty; allowed is the folder of the four MNIST files, here or by --data");
    }

    /// <inheritdoc/>
    /// <remarks>Each sequence takes the next images of the part, so that an epoch of sequences shows each image about once.</remarks>
    public override int? TrialCount(NoiseStream part) => _digits is null ? null : Math.Max(1, _digits.Parts[part].Length / Length);

    /// <inheritdoc/>
    public override TrialTask Load(string folder) => this with { _digits = DigitSet.Read(UserPath.In(folder, Data, "task.data"), ValidationShare, SplitSeed) };

    /// <inheritdoc/>
    public override (double Lowest, double Highest) InputRange() => (0, 1);

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var (labels, t) = (new int[Length], 0);
        for (var n = 0; n < Length; n++)
        {
            var (images, item) = Digits.ItemOf(key with { Number = (key.Number * (ulong)Length) + (ulong)n });
            var image = images.Image(item);
            labels[n] = images.Label(item);
            for (var p = 0; p < image.Length; p++)
                trial.Inputs[t + (p / Chunk), p % Chunk] = image[p] / 255.0;
            t += StepsOfImage;
        }

        for (t = CueStep; t < trial.Steps; t++)
        {
            trial.Inputs[t, Chunk] = 1;
            trial.Targets[t, Ask == DigitQuestion.Sum ? labels.Sum() : labels[(t - CueStep) / AnswerSteps]] = 1;
            for (var o = 0; o < OutputCount; o++)
                trial.Mask[t, o] = 1;
        }
    }

    /// <inheritdoc/>
    public override Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation)
    {
        var right = PolicyOutputs.Read(this, policy, seed, trials, threads, (_, trial, outputs) => Right(trial, outputs), cancellation);
        ImmutableArray<double> shares = [.. Enumerable.Range(0, Answers).Select(k => right.Count(trial => trial[k]) / (double)trials)];
        return new()
        {
            Metrics = Answers == 1 ? [new("right", "share of trials right", shares[0])]
                : [new("digits right", "share of digits named right, at their last step", shares.Average()), new("sequences right", "share of sequences with every digit right", right.Count(static trial => trial.All(static one => one)) / (double)trials)],
            Curves = Answers == 1 ? [] : [new("digits right", "", "place in the sequence", "share of digits right", [.. Enumerable.Range(1, Answers).Select(static k => (double)k)], shares)],
        };
    }

    // Whether each answer is right at its last step.
    private bool[] Right(Trial trial, double[,] outputs)
    {
        var right = new bool[Answers];
        for (var k = 0; k < Answers; k++)
        {
            var t = CueStep + ((k + 1) * AnswerSteps) - 1;
            right[k] = Enumerable.Range(0, OutputCount).MaxBy(o => outputs[t, o]) == trial.TargetsAt(t).IndexOf(1);
        }

        return right;
    }
}
