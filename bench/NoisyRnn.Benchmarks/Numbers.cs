namespace NoisyRnn.Benchmarks;

/// <summary>Arrays of ordinary numbers: neither zero nor subnormal, which the processor may treat otherwise.</summary>
internal static class Numbers
{
    /// <summary>Numbers between -1 and 1, always the same.</summary>
    public static float[] Some(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
