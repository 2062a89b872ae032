namespace NoisyRnn.Formats;

/// <summary>
/// Reads as many bytes as a header promises without believing it: the memory grows with the bytes that are really there.
/// </summary>
internal static class PromisedBytes
{
    /// <summary>The most bytes of one array, whatever a header promises: 1 GiB.</summary>
    internal const int Maximum = 1 << 30;

    private const int FirstPiece = 1 << 16;

    /// <summary>The promised bytes, or those before the stream's end where there are fewer.</summary>
    /// <param name="stream">Read from where it stands.</param>
    /// <param name="promised">From 0 to <see cref="Maximum"/>.</param>
    internal static byte[] Read(Stream stream, int promised)
    {
        byte[] bytes = new byte[Math.Min(promised, FirstPiece)];
        for (int filled = 0; ;)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled < bytes.Length) return bytes[..filled];
            if (filled == promised) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(2L * filled, promised));
        }
    }

    /// <summary>The number of bytes of an array of a shape; null where it is beyond <see cref="Maximum"/>.</summary>
    internal static int? Count(ReadOnlySpan<int> shape, int elementSize)
    {
        // A 0 anywhere makes the product 0, whatever the others: the largest factors must not be multiplied out first.
        if (shape.Contains(0)) return 0;
        long product = elementSize;
        foreach (int n in shape)
        {
            if ((product *= n) > Maximum) return null;
        }

        return (int)product;
    }
}
