using System.Diagnostics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Benchmarks;

/// <summary>The machine's peak on one thread: fused multiply-adds in registers, the fastest of many slices.</summary>
internal static class Peak
{
    private static readonly Lazy<double> s_gigaflops = new(Measure);

    public static double Gigaflops => s_gigaflops.Value;

    private static double Measure()
    {
        var (best, clock) = (0.0, Stopwatch.StartNew());
        while (clock.ElapsedMilliseconds < 300)
        {
            var start = Stopwatch.GetTimestamp();
            var operations = PeakLoop.Run(20_000);
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return best;
    }
}
