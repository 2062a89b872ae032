namespace NoisyRnn.Tests.Formats;

/// <summary>Damaged copies of a file, always the same ones: bits flipped, cut off, lengths made large, pieces moved, numbers that promise everything, brackets without end.</summary>
internal static class Mutations
{
    private const int Fewest = 16;

    private static readonly byte[][] Numbers = [[.. "1152921504606846976"u8], [.. "-1"u8], [.. "1e999"u8], [.. "NaN"u8], [.. "0"u8]];

    internal static IEnumerable<byte[]> Of(byte[] whole, int count, int seed = 1)
    {
        var random = new Random(seed);
        for (int k = 0; k < count; k++) yield return Of(whole, random);
    }

    /// <summary>One damaged copy.</summary>
    internal static byte[] Of(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        for (int changes = random.Next(1, 4); changes > 0; changes--) bytes = Change(bytes, random);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length < Fewest) return [.. bytes, (byte)random.Next(256)];
        int at = random.Next(bytes.Length);
        switch (random.Next(11))
        {
            case 0: return bytes[..at];
            case 1: Array.Fill(bytes, (byte)0xff, at, Math.Min(random.Next(1, 9), bytes.Length - at)); break;
            case 2: Array.Fill(bytes, (byte)0, at, Math.Min(random.Next(1, 9), bytes.Length - at)); break;
            case 3: bytes[at] = (byte)random.Next(256); break;
            case 4: BitConverter.TryWriteBytes(bytes.AsSpan(Math.Min(at, bytes.Length - 4)), random.Next()); break;
            case 5: return [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
            case 6: bytes.AsSpan(random.Next(bytes.Length - 8), 8).CopyTo(bytes.AsSpan(Math.Min(at, bytes.Length - 8))); break;
            case 7: BitConverter.TryWriteBytes(bytes.AsSpan(Math.Min(at, bytes.Length - 8)), 1L << random.Next(30, 63)); break;
            case 8: return [.. bytes[..at], .. Numbers[random.Next(Numbers.Length)], .. bytes[at..]];
            case 9: return [.. bytes[..at], .. Enumerable.Repeat("[{(\"-&*!:# \t\n\0"u8[random.Next(14)], random.Next(2000)), .. bytes[at..]];
            default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
        }

        return bytes;
    }
}
