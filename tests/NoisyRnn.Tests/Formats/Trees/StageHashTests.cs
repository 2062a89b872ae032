using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class StageHashTests
{
    private static readonly StageHash A = StageHash.OfBytes("a"u8), B = StageHash.OfBytes("b"u8);
    private static readonly SampleSine Spec = new() { Frequency = 2 };

    [Fact]
    public void The_hash_is_sha256_of_the_documented_text()
    {
        // From the text in the remarks of StageHash.Of, by sha256sum.
        StageHash preimage = StageHash.OfBytes(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"files":["{{B}}"],"reads":{"kind":"sine","frequency":2},"revision":1,"stage":"train","upstream":["{{A}}"]}"""));
        Assert.Equal(preimage, StageHash.Of("train", 1, Spec, upstream: [A], files: [B]));
    }

    [Fact]
    public void Sha256_of_abc_is_the_published_one()
    {
        // FIPS 180-4, example B.1.
        StageHash abc = StageHash.OfBytes("abc"u8);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", abc.Hex);
        Assert.Equal("ba7816bf8f", abc.Short);
    }

    [Fact]
    public void Everything_that_a_stage_reads_changes_its_hash()
    {
        StageHash[] hashes =
        [
            StageHash.Of("train", 1, Spec, [A], [B]), StageHash.Of("sweep", 1, Spec, [A], [B]), StageHash.Of("train", 2, Spec, [A], [B]),
            StageHash.Of("train", 1, new SampleSine(), [A], [B]), StageHash.Of("train", 1, Spec, [B], [A]), StageHash.Of("train", 1, Spec, [A, B]),
            StageHash.Of("train", 1, Spec, [], [A, B]), StageHash.Of("train", 1, Spec),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void A_file_is_hashed_by_its_bytes()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(A, StageHash.OfFile(folder.Write("a.csv", "a")));
        Assert.Equal($"{folder.Path}/b.csv: no such file", Refusal.Of(() => StageHash.OfFile($"{folder.Path}/b.csv")));
    }
}
