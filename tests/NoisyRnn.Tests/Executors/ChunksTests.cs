using System.Collections.Immutable;
using NoisyRnn.Executors;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>Pieces cut into the elements of a job array.</summary>
public sealed class ChunksTests
{
    private const int Most = 1001;

    [Fact]
    public void A_chunk_takes_about_ten_minutes_and_every_piece_is_in_one()
    {
        var pieces = Pieces(50, minutes: 3);
        var chunks = Chunks.Of(pieces, Most, null, null, 1);
        Assert.Equal(pieces, chunks.SelectMany(static chunk => chunk));
        Assert.Equal(17, chunks.Length);
        Assert.All(chunks, static chunk => Assert.InRange(chunk.Length, 1, 3));
    }

    [Theory]
    [InlineData("20", 1, 10)]
    [InlineData("6", 1, 3)]
    [InlineData("6", 4, 12)]
    [InlineData("2", 1, 1)]
    public void Half_of_a_time_limit_is_filled_by_each_worker(string limit, int workers, int runs) =>
        Assert.Equal(runs, Chunks.Of(Pieces(100, minutes: 1), Most, null, SlurmTime.Parse(limit, "--time"), workers)[0].Length);

    [Theory]
    [InlineData(100_000, 1001)]
    [InlineData(10_000, 7)]
    [InlineData(13, 13)]
    [InlineData(14, 13)]
    public void There_are_never_more_than_the_cluster_allows(int pieces, int most)
    {
        var chunks = Chunks.Of(Pieces(pieces, minutes: 60), most, null, null, 1);
        Assert.InRange(chunks.Length, 1, most);
        Assert.Equal(pieces, chunks.Sum(static chunk => chunk.Length));
    }

    [Fact]
    public void A_size_that_is_asked_for_is_kept_or_refused_with_what_is_allowed()
    {
        Assert.Equal([4, 4, 2], Chunks.Of(Pieces(10, minutes: 60), Most, 4, null, 1).Select(static chunk => chunk.Length));
        var error = Assert.Throws<InputException>(() => Chunks.Of(Pieces(5000, minutes: 1), Most, 4, null, 1));
        Assert.Equal("--chunk: with 4 runs an element there would be 1250 elements, and the cluster allows 1001 (MaxArraySize); allowed is 5 or more", error.Message);
    }

    [Fact]
    public void A_chunk_comes_back_from_its_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "0.tsv");
        ImmutableArray<Piece> chunk = [new("ab", 7, 1.5, 1e6, "arm = x\ty, seed = 1"), new("cd", 0, 0, 0, "")];
        Chunks.Write(path, chunk);
        Assert.Equal(chunk, Chunks.Read(path));
        File.AppendAllText(path, "no tabs here\n");
        Assert.StartsWith($"{path}:3: ", Assert.Throws<InputException>(() => Chunks.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_of_a_hundred_thousand_comes_back_too()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "0.tsv");
        var chunk = Pieces(100_000, minutes: 0.01);
        Chunks.Write(path, chunk);
        Assert.Equal(chunk, Chunks.Read(path));
    }

    private static ImmutableArray<Piece> Pieces(int count, double minutes) => [.. Enumerable.Range(0, count).Select(k => new Piece($"{k}", k, minutes, 0, $"seed = {k}"))];
}
