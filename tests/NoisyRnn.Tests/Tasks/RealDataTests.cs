using System.Collections.Immutable;
using System.Security.Cryptography;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>The first 10,000 training images and the test images of MNIST, and the training split of ECG5000.</summary>
public class RealDataTests
{
    // Counted and hashed with Python's gzip, struct, collections.Counter and hashlib.
    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", "23ceaef5eb61f0e70d64ac18fdf0f60df3d5971cf30bbadac7b6ebf07f782d2c")]
    [InlineData("t10k-images-idx3-ubyte.gz", "8f6a418c9a639f9e14e96feca47a97df2a35a0a68ae2875431c5c80e05536941")]
    public void Images_are_those_of_MNIST(string file, string sha256OfFirst)
    {
        var images = IdxFile.Read(Mnist(file));
        Assert.Equal([10000, 28, 28], images.Shape);
        Assert.Equal(sha256OfFirst, Convert.ToHexStringLower(SHA256.HashData(images.Item(0))));
    }

    [Theory]
    [InlineData("train-labels-idx1-ubyte.gz", new[] { 1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978 })]
    [InlineData("t10k-labels-idx1-ubyte.gz", new[] { 980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009 })]
    public void Labels_are_as_frequent_as_in_MNIST(string file, int[] histogram)
    {
        var labels = IdxFile.Read(Mnist(file));
        Assert.Equal(histogram, Enumerable.Range(0, 10).Select(digit => labels.Bytes.Count((byte)digit)));
    }

    [Fact]
    public void Each_epoch_of_MNIST_visits_every_training_image_once_and_no_image_serves_two_purposes()
    {
        var task = new PixelSequence { Data = RealData.Find("mnist-10k"), Chunk = 784 }.Load("/");
        // 1/30 of 10,000 validates.
        var first = Epoch(NoiseStream.Task, 9667, 0);
        var validation = Epoch(NoiseStream.Validation, 333, 0);
        var test = Epoch(NoiseStream.Test, 10000, 0);
        Assert.Equal(first.Order(), Epoch(NoiseStream.Task, 9667, 1).Order());
        Assert.NotEqual(first, Epoch(NoiseStream.Task, 9667, 1));
        // No two images of these 20,000 are alike, so images stand for their numbers.
        Assert.Equal(10000, first.Concat(validation).Distinct().Count());
        Assert.Equal(20000, first.Concat(validation).Concat(test).Distinct().Count());

        string[] Epoch(NoiseStream part, int size, int epoch)
        {
            var trial = new Trial(1, 784, 10);
            var images = new string[size];
            for (var k = 0; k < size; k++)
            {
                trial.Clear();
                task.Fill(new TrialKey(1, part, (ulong)((epoch * size) + k)), trial);
                images[k] = Convert.ToBase64String(SHA256.HashData([.. trial.Inputs.Cast<double>().Select(static v => (byte)Math.Round(v * 255))]));
            }

            return images;
        }
    }

    [Fact]
    public void Heart_beats_are_those_of_ECG5000()
    {
        var beats = UcrFile.Read(RealData.Find(Path.Combine("ecg5000", "ECG5000_TRAIN.tsv")));
        Assert.Equal((500, 140), (beats.Series.Length, beats.Length));
        Assert.Equal([292, 177, 10, 19, 2], Enumerable.Range(1, 5).Select(c => beats.Classes.Count(k => k == c)));
        Assert.Equal(-0.1125218, beats.Series[0][0]);
        // The archive normalises each beat; what is left of the mean is rounding of 7 digits.
        Assert.All(beats.Series, static series => Assert.InRange(series.Average(), -1e-6, 1e-6));
    }

    [Theory]
    [InlineData(BeatClasses.NormalAbnormal)]
    [InlineData(BeatClasses.Three)]
    public void Every_fold_of_the_heart_beats_has_every_class(BeatClasses classes)
    {
        var file = RealData.Find(Path.Combine("ecg5000", "ECG5000_TRAIN.tsv"));
        for (var fold = 0; fold < 10; fold++)
        {
            var task = new Beats { File = file, Classes = classes, Fold = fold }.Load("/");
            Assert.Equal((140, 1), (task.StepCount, task.InputCount));
            Assert.Equal(task.OutputCount, Enumerable.Range(0, 100).Select(n => TaskTrials.Class(TaskTrials.Make(task, (ulong)n, NoiseStream.Test))).Distinct().Count());
        }
    }

    [Fact]
    [Trait("speed", "slow")]
    public void A_small_network_learns_to_read_digits_row_by_row()
    {
        var task = new PixelSequence { Data = RealData.Find("mnist-10k"), Chunk = 28 }.Load("/");
        var (network, noise) = (new Ctrnn { Units = 32 }, ImmutableArray.Create(new NoiseSource { Sigma = [0.3] }));
        var training = new TrainingSpec { Iterations = 400, Batch = 64, Loss = new CrossEntropy(), Optimizer = new Adam { Rate = 5e-3 } };
        var trainer = new Trainer<float>(new Setup { Task = task, Network = network, Dt = 0.2, Noise = noise, Training = training }, threads: 1);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 0.2, Noise = noise, Training = new() { Loss = training.Loss } }, trainer.State.Parameters);
        var sweep = new NoiseSweep { Trials = 500, Draws = 4, Levels = [0, 1] }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        // "Trained" by the common rules: half of the way from chance.
        Assert.InRange(sweep.TrainingLevelAccuracy!.Value, 0.55, 1);
        Assert.Equal(500, sweep.Conditions);
    }

    private static string Mnist(string file) => RealData.Find(Path.Combine("mnist-10k", file));
}
