using System.Text;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>A checkpoint is gone on from as it was written, or not at all.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const string Run = "run";
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "checkpoint.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_changed_bit_anywhere_is_refused()
    {
        var whole = Written();
        for (var bit = 0; bit < 8 * whole.Length; bit += 5)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsRefused(changed), $"bit {bit}");
        }
    }

    [Fact]
    public void Zeros_or_a_piece_of_another_checkpoint_in_the_middle_are_refused()
    {
        var (early, whole) = (Written(iterations: 2), Written());
        Assert.Equal(early.Length, whole.Length);
        for (var start = 0; start + 32 <= whole.Length; start += 16)
        {
            byte[] zeroed = [.. whole], mixed = [.. whole];
            zeroed.AsSpan(start, 32).Clear();
            early.AsSpan(start, 32).CopyTo(mixed.AsSpan(start));
            Assert.True(zeroed.AsSpan().SequenceEqual(whole) || IsRefused(zeroed), $"zeros from {start}");
            Assert.True(mixed.AsSpan().SequenceEqual(whole) || IsRefused(mixed), $"mixed from {start}");
        }
    }

    [Fact]
    public void One_of_an_older_version_is_gone_on_from_and_said_to_be_unchecked()
    {
        Written();
        var file = Safetensors.Read(FilePath);
        Safetensors.Write(FilePath, file.Tensors, file.Metadata.SetItem("format", "1"));
        File.WriteAllBytes(FilePath, Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(File.ReadAllBytes(FilePath)).Replace("sha256", "sha257", StringComparison.Ordinal)));
        var said = new List<string>();
        Assert.True(Checkpoint.TryRead(FilePath, Trained(0).State, Run, said.Add));
        Assert.Equal([$"{FilePath}: of an older version and without a checksum: it is not checked for damage"], said);
    }

    private bool IsRefused(byte[] bytes)
    {
        File.WriteAllBytes(FilePath, bytes);
        var trainer = Trained(0);
        try
        {
            return !Checkpoint.TryRead(FilePath, trainer.State, Run);
        }
        catch (InputException)
        {
            return true;
        }
    }

    private byte[] Written(int iterations = 3)
    {
        Checkpoint.Write(FilePath, Trained(iterations).State, Run);
        return File.ReadAllBytes(FilePath);
    }

    private static Trainer<float> Trained(int iterations)
    {
        var setup = new Setup
        {
            Task = new FunctionApproximation { Steps = 4, LossSteps = 2 }, Network = new Ctrnn { Units = 2 }, Training = new() { Iterations = 10, Batch = 4, ValidateEvery = 20 },
        };
        var trainer = new Trainer<float>(setup, threads: 1);
        for (var k = 0; k < iterations; k++)
            trainer.Iterate();
        return trainer;
    }
}
