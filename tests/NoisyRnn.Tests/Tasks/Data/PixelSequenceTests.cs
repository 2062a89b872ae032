using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class PixelSequenceTests : IDisposable
{
    private readonly DigitFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(28)]
    [InlineData(784)]
    public void An_image_is_read_chunk_by_chunk_and_its_digit_is_asked_at_the_last_step(int chunk)
    {
        var task = Load(new PixelSequence { Data = _folder.Path, Chunk = chunk });
        Assert.Equal((784 / chunk, chunk, 10), (task.StepCount, task.InputCount, task.OutputCount));
        var trial = TaskTrials.Make(task, 5);
        var image = Image(trial);
        for (var p = 0; p < 784; p++)
            Assert.Equal((byte)(image + p) / 255.0, trial.Inputs[p / chunk, p % chunk]);
        for (var t = 0; t < trial.Steps; t++)
        {
            for (var o = 0; o < 10; o++)
            {
                var isLast = t == trial.Steps - 1;
                Assert.Equal(isLast ? 1 : 0, trial.Mask[t, o]);
                Assert.Equal(isLast && o == image % 10 ? 1 : 0, trial.Targets[t, o]);
            }
        }
    }

    [Fact]
    public void Compressed_files_give_the_same_trials()
    {
        using var compressed = new DigitFolder(isCompressed: true);
        var (plain, packed) = (Load(new PixelSequence { Data = _folder.Path }), Load(new PixelSequence { Data = compressed.Path }));
        Assert.Equal(TaskTrials.Make(plain, 3).Inputs, TaskTrials.Make(packed, 3).Inputs);
        Assert.All(packed.Files, file => Assert.EndsWith("-ubyte.gz", file));
    }

    [Theory]
    [InlineData("train-images.idx3-ubyte")]
    [InlineData("train-images.idx3-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte/train-images-idx3-ubyte")]
    [InlineData("train-images.idx3-ubyte/train-images.idx3-ubyte")]
    public void Files_are_found_under_the_other_names_in_which_they_are_spread(string name)
    {
        var expected = TaskTrials.Make(Load(new PixelSequence { Data = _folder.Path }), 3).Inputs;
        var bytes = File.ReadAllBytes(_folder.File("train-images-idx3-ubyte"));
        File.Delete(_folder.File("train-images-idx3-ubyte"));
        var path = _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? IdxBytes.Compressed(bytes) : bytes);
        var task = Load(new PixelSequence { Data = _folder.Path });
        Assert.Equal(path, task.Files[0]);
        Assert.Equal(expected, TaskTrials.Make(task, 3).Inputs);
    }

    [Fact]
    public void A_file_packed_in_several_parts_is_read_whole()
    {
        var expected = TaskTrials.Make(Load(new PixelSequence { Data = _folder.Path }), 3).Inputs;
        var bytes = File.ReadAllBytes(_folder.File("train-images-idx3-ubyte"));
        File.Delete(_folder.File("train-images-idx3-ubyte"));
        _folder.Write("train-images-idx3-ubyte.gz", [.. IdxBytes.Compressed(bytes[..10]), .. IdxBytes.Compressed(bytes[10..30_000]), .. IdxBytes.Compressed(bytes[30_000..]), .. new byte[512]]);
        Assert.Equal(expected, TaskTrials.Make(Load(new PixelSequence { Data = _folder.Path }), 3).Inputs);
    }

    [Fact]
    public void A_folder_above_the_files_is_told_where_they_are()
    {
        var outer = Path.Combine(_folder.Path, "torch");
        Directory.CreateDirectory(Path.Combine(outer, "MNIST", "raw"));
        File.Copy(_folder.File("train-images-idx3-ubyte"), Path.Combine(outer, "MNIST", "raw", "train-images-idx3-ubyte"));
        Assert.Contains($"nor with .gz; did you mean '{outer}/MNIST/raw'?", Refusal.Of(() => Load(new PixelSequence { Data = outer })));
    }

    [Fact]
    public void Permuted_pixels_have_one_order_for_all_images_and_seeds()
    {
        var ordered = Load(new PixelSequence { Data = _folder.Path });
        var permuted = Load(new PixelSequence { Data = _folder.Path, Order = PixelOrder.Permuted });
        var order = new KeyedPermutation(NoiseKey.Of(1, Substream.PixelPermutation), 784).ToArray();
        foreach (var (number, seed) in new[] { (0ul, 1ul), (7ul, 1ul), (7ul, 2ul) })
        {
            var (plain, mixed) = (TaskTrials.Make(ordered, number, seed: seed), TaskTrials.Make(permuted, number, seed: seed));
            Assert.Equal(order.Select(p => plain.Inputs[p, 0]), Enumerable.Range(0, 784).Select(t => mixed.Inputs[t, 0]));
        }

        var other = Load(new PixelSequence { Data = _folder.Path, Order = PixelOrder.Permuted, PermutationSeed = 2 });
        Assert.NotEqual(TaskTrials.Make(permuted, 0).Inputs, TaskTrials.Make(other, 0).Inputs);
    }

    [Fact]
    public void Training_and_validation_share_the_training_images_without_overlap_whatever_the_run_s_seed()
    {
        var task = Load(new PixelSequence { Data = _folder.Path, ValidationShare = 0.2 });
        foreach (var seed in new[] { 1ul, 2ul })
        {
            var (training, validation) = (Epoch(task, NoiseStream.Task, 72, 0, seed), Epoch(task, NoiseStream.Validation, 18, 0, seed));
            Assert.Equal(Enumerable.Range(0, DigitFolder.Training), training.Concat(validation).Order());
            Assert.Equal(Epoch(task, NoiseStream.Validation, 18, 0, seed: 1).Order(), validation.Order());
        }

        var other = Load(new PixelSequence { Data = _folder.Path, ValidationShare = 0.2, SplitSeed = 2 });
        Assert.NotEqual(Epoch(task, NoiseStream.Validation, 18, 0).Order(), Epoch(other, NoiseStream.Validation, 18, 0).Order());
    }

    [Fact]
    public void Every_epoch_visits_every_image_once_in_an_order_of_its_own()
    {
        var task = Load(new PixelSequence { Data = _folder.Path });
        // 1/30 of 90 images validate.
        var epochs = Enumerable.Range(0, 4).Select(e => Epoch(task, NoiseStream.Task, 87, e).ToArray()).ToArray();
        Assert.All(epochs, epoch => Assert.Equal(87, epoch.Distinct().Count()));
        Assert.All(epochs, epoch => Assert.Equal(epochs[0].Order(), epoch.Order()));
        Assert.Equal(4, epochs.Select(static e => string.Join(' ', e)).Distinct().Count());
        Assert.NotEqual(epochs[0], Epoch(task, NoiseStream.Task, 87, 0, seed: 3));
    }

    [Fact]
    public void The_test_shows_the_test_images_and_only_them()
    {
        var task = Load(new PixelSequence { Data = _folder.Path });
        Assert.Equal(Enumerable.Range(100, DigitFolder.Test), Epoch(task, NoiseStream.Test, DigitFolder.Test, 0).Order());
    }

    [Fact]
    public void Images_are_read_once_for_all_runs_and_again_when_the_file_has_changed()
    {
        var first = Load(new PixelSequence { Data = _folder.Path });
        // A run that reads nothing new takes no memory for images (90 x 784 bytes) a second time.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var second = Load(new PixelSequence { Data = _folder.Path });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 40_000);
        Assert.Equal(TaskTrials.Make(first, 1).Inputs, TaskTrials.Make(second, 1).Inputs);
        var labels = _folder.Write("train-labels-idx1-ubyte", IdxBytes.Of([DigitFolder.Training], new byte[DigitFolder.Training]));
        File.SetLastWriteTimeUtc(labels, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(0, TaskTrials.Class(TaskTrials.Make(Load(new PixelSequence { Data = _folder.Path }), 1)));
        GC.KeepAlive(first);
    }

    [Fact]
    public void Relative_folders_start_from_the_experiment_and_the_files_are_named()
    {
        var task = new PixelSequence { Data = Path.GetFileName(_folder.Path) }.Load(Path.GetDirectoryName(_folder.Path)!);
        Assert.Equal(4, task.Files.Length);
        Assert.All(task.Files, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void A_missing_file_is_named_with_the_four_that_are_expected()
    {
        File.Delete(_folder.File("t10k-labels-idx1-ubyte"));
        var message = Refused();
        Assert.StartsWith($"{_folder.Path}/t10k-labels-idx1-ubyte: no such file, nor with .gz; ", message);
        Assert.Contains(
            "four MNIST files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (the format is described under 'IDX file format' on LeCun's page",
            message);
    }

    [Theory]
    [InlineData("train-labels-idx1-ubyte", new[] { 89 }, 0, "train-labels-idx1-ubyte: 89 labels; ")]
    [InlineData("train-labels-idx1-ubyte", new[] { 90 }, 10, "train-labels-idx1-ubyte: label 1 is 10; allowed is 0 to 9")]
    [InlineData("train-labels-idx1-ubyte", new[] { 45, 2 }, 0, "train-labels-idx1-ubyte: dimensions 45 x 2; expected is one label an image")]
    [InlineData("t10k-images-idx3-ubyte", new[] { 20, 14, 56 }, 0, "t10k-images-idx3-ubyte: dimensions 20 x 14 x 56; expected are images of 28 x 28")]
    public void Files_that_do_not_belong_together_are_refused(string name, int[] shape, byte value, string expected)
    {
        var data = new byte[shape.Aggregate(1, static (a, b) => a * b)];
        Array.Fill(data, value);
        _folder.Write(name, IdxBytes.Of(shape, data));
        Assert.Contains(expected, Refused());
    }

    [Fact]
    public void A_chunk_divides_the_image_and_a_share_leaves_images_on_both_sides()
    {
        Assert.Contains("5 does not divide 784; allowed are 1, 2, 4, 7, 8,", new PixelSequence { Data = "x", Chunk = 5 }.Problems().Single().Problem);
        Assert.Empty(new PixelSequence { Data = "x", Chunk = 49 }.Problems());
        Assert.Contains("task.validation-share: 0.001 of 90 training images is 0; ", Refusal.Of(() => Load(new PixelSequence { Data = _folder.Path, ValidationShare = 0.001 })));
    }

    private static TrialTask Load(PixelSequence task) => task.Load("/nowhere");

    private string Refused() => Refusal.Of(() => Load(new PixelSequence { Data = _folder.Path }));

    // The first pixel of an image is its number in DigitFolder.
    private static int Image(Trial trial) => (int)Math.Round(trial.Inputs[0, 0] * 255);

    private static IEnumerable<int> Epoch(TrialTask task, NoiseStream part, int size, int epoch, ulong seed = 2) =>
        Enumerable.Range(epoch * size, size).Select(n => Image(TaskTrials.Make(task, (ulong)n, part, seed)));
}
