using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>Pieces cut into chunks, one for each element of a job array; each chunk is a file, so that an element reads no other's pieces.</summary>
public static class Chunks
{
    /// <summary>The time that an element is to take: long beside its start, short beside a time limit.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMinutes(10);

    // A hundred thousand pieces with long descriptions.
    private const int MostBytes = 1 << 28;

    /// <summary>Cuts pieces, in their order.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="most">The most chunks there may be.</param>
    /// <param name="size">Pieces a chunk; null for as many as take about the target.</param>
    /// <param name="limit">The time limit of an element; null where there is none.</param>
    /// <param name="workers">Pieces that an element does at a time.</param>
    /// <exception cref="InputException">With chunks of that size there are too many.</exception>
    public static ImmutableArray<ImmutableArray<Piece>> Of(ImmutableArray<Piece> pieces, int most, int? size, TimeSpan? limit, int workers)
    {
        var least = (pieces.Length + most - 1) / most;
        if (size < least)
            throw new InputException($"--chunk: with {size} {(size == 1 ? "run" : "runs")} an element there would be {(pieces.Length + size - 1) / size} elements, and the cluster allows {most} (MaxArraySize); allowed is {least} or more");
        if (size is { } all)
            return [.. pieces.Chunk(all).Select(static chunk => chunk.ToImmutableArray())];
        // Half a limit, for an estimate may be wrong; an element that does not end in time goes on in the next.
        var minutes = Math.Min(Target.TotalMinutes, limit is { } time ? time.TotalMinutes / 2 : double.PositiveInfinity) * workers;
        minutes = Math.Max(minutes, pieces.Sum(static piece => piece.CoreMinutes) / most);
        while (Cut(pieces, minutes) is var chunks)
        {
            if (chunks.Length <= most)
                return chunks;
            minutes *= 1.1;
        }

        return [];
    }

    /// <summary>Writes a chunk: a line a piece, its name, place, minutes, bytes and description.</summary>
    /// <param name="path">The file.</param>
    /// <param name="chunk">The chunk.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Write(string path, ImmutableArray<Piece> chunk) => AtomicFile.Write(path, string.Concat(chunk.Select(static piece =>
        string.Create(CultureInfo.InvariantCulture, $"{piece.Name}\t{piece.Place}\t{piece.CoreMinutes:G6}\t{piece.Bytes:F0}\t{piece.Description.ReplaceLineEndings(" ")}\n"))));

    /// <summary>Reads it again.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is not there, or is damaged.</exception>
    public static ImmutableArray<Piece> Read(string path) =>
        [.. InputFile.Decode(InputFile.ReadBytes(path, MostBytes), path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, k) =>
            PieceOf(line.Split('\t', 5)) ?? throw new InputException($"{path}:{k + 1}: is no line of a chunk (name, place, minutes, bytes, description, with tabs between)"))];

    private static Piece? PieceOf(string[] fields) => fields is [var name, var place, var minutes, var bytes, var description]
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && double.TryParse(minutes, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && double.TryParse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out var memory)
        ? new Piece(name, at, time, memory, description) : null;

    private static ImmutableArray<ImmutableArray<Piece>> Cut(ImmutableArray<Piece> pieces, double minutes)
    {
        var chunks = ImmutableArray.CreateBuilder<ImmutableArray<Piece>>();
        var (start, sum) = (0, 0.0);
        for (var k = 0; k < pieces.Length; k++)
        {
            if (k > start && sum + pieces[k].CoreMinutes > minutes)
            {
                chunks.Add(pieces[start..k]);
                (start, sum) = (k, 0);
            }

            sum += pieces[k].CoreMinutes;
        }

        chunks.Add(pieces[start..]);
        return chunks.ToImmutable();
    }
}
