namespace NoisyRnn.Tests.Formats;

/// <summary>Damaged copies of a file, always the same ones: bits flipped, cut off, lengths made large, pieces moved.</summary>
internal static class Mutations
{
    internal static IEnumerable<byte[]> Of(byte[] whole, int count, int seed = 1)
    {
        var random = new Random(seed);
        for (int k = 0; k < count; k++)
        {
            byte[] bytes = [.. whole];
            for (int changes = random.Next(1, 4); changes > 0; changes--) bytes = Change(bytes, random);
            yield return bytes;
        }
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length < 16) return [.. bytes, 0];
        int at = random.Next(bytes.Length);
        switch (random.Next(8))
        {
            case 0: return bytes[..at];
            case 1: Array.Fill(bytes, (byte)0xff, at, Math.Min(random.Next(1, 9), bytes.Length - at)); break;
            case 2: Array.Fill(bytes, (byte)0, at, Math.Min(random.Next(1, 9), bytes.Length - at)); break;
            case 3: bytes[at] = (byte)random.Next(256); break;
            case 4: BitConverter.TryWriteBytes(bytes.AsSpan(Math.Min(at, bytes.Length - 4)), random.Next()); break;
            case 5: return [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
            case 6: bytes.AsSpan(random.Next(bytes.Length - 8), 8).CopyTo(bytes.AsSpan(Math.Min(at, bytes.Length - 8))); break;
            default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
        }

        return bytes;
    }
}
