namespace NoisyRnn.Analyses;

/// <summary>Vectors over the inputs of a block of trials, one a lane: [step][channel][lane].</summary>
internal static class MarginVectors
{
    private const int Lanes = MarginBlock.Lanes;

    /// <summary>a . b of each lane.</summary>
    public static void Dots(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> products)
    {
        products.Clear();
        for (var k = 0; k < a.Length; k += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
                products[lane] += a[k + lane] * b[k + lane];
        }
    }

    /// <summary>The norm of each lane.</summary>
    public static void Norms(ReadOnlySpan<double> a, Span<double> norms)
    {
        Dots(a, a, norms);
        foreach (ref var norm in norms)
            norm = Math.Sqrt(norm);
    }

    /// <summary>destination = a times a factor of each lane; they may coincide.</summary>
    public static void Scale(ReadOnlySpan<double> a, ReadOnlySpan<double> factors, Span<double> destination)
    {
        for (var k = 0; k < a.Length; k += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
                destination[k + lane] = factors[lane] * a[k + lane];
        }
    }

    /// <summary>destination = p a + q b, with factors of each lane; any may coincide.</summary>
    public static void Combine(ReadOnlySpan<double> p, ReadOnlySpan<double> a, ReadOnlySpan<double> q, ReadOnlySpan<double> b, Span<double> destination)
    {
        for (var k = 0; k < a.Length; k += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
                destination[k + lane] = (p[lane] * a[k + lane]) + (q[lane] * b[k + lane]);
        }
    }

    /// <summary>Copies one lane.</summary>
    public static void CopyLane(ReadOnlySpan<double> source, Span<double> destination, int lane)
    {
        for (var k = lane; k < source.Length; k += Lanes)
            destination[k] = source[k];
    }
}
