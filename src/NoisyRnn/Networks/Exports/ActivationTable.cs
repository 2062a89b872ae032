using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// An activation as a table of values and slopes at multiples of a power of two, read back by cubic Hermite interpolation, and beyond its
/// ends along its last slopes: for functions that have no closed form in ONNX operators.
/// </summary>
internal sealed class ActivationTable
{
    // A cubic leaves h^4/384 max |f''''|, which is below 5 for every activation whose bend is 1 long.
    private const double SingleSpacing = 1.0 / 32, DoubleSpacing = 1.0 / 256;

    private const int PlacesInBend = 32;

    private ActivationTable(double spacing, int half, double[] values, double[] slopes, double error) =>
        (Spacing, Half, Values, Slopes, Error) = (spacing, half, values, slopes, error);

    /// <summary>h.</summary>
    public double Spacing { get; }

    /// <summary>Nodes stand at k h, k = -Half .. Half.</summary>
    public int Half { get; }

    /// <summary>f at the nodes.</summary>
    public double[] Values { get; }

    /// <summary>h f' at the nodes.</summary>
    public double[] Slopes { get; }

    /// <summary>The largest difference from f that was measured: in the middle of intervals, 32 over each bend, and beyond the ends.</summary>
    public double Error { get; }

    /// <summary>Tabulates f.</summary>
    /// <param name="f">f, which bends nowhere within less than <paramref name="bend"/>.</param>
    /// <param name="bend">The length over which f bends.</param>
    /// <param name="reach">Beyond it f is straight.</param>
    /// <param name="isSingle">Whether numbers are float32.</param>
    public static ActivationTable Of(Activation f, double bend, double reach, bool isSingle)
    {
        var spacing = isSingle ? SingleSpacing : DoubleSpacing;
        while (spacing > bend * (isSingle ? SingleSpacing : DoubleSpacing))
            spacing /= 2;
        var half = (int)Math.Ceiling(reach / spacing);
        var padded = ((2 * half) + 1 + 15) / 16 * 16;
        var (a, values, slopes) = (new double[padded], new double[padded], new double[padded]);
        for (var k = 0; k < padded; k++)
            a[k] = Math.Min(k - half, half) * spacing;
        f.Evaluate(a, values, slopes);
        values = [.. values.Take((2 * half) + 1).Select(Rounded)];
        slopes = [.. slopes.Take((2 * half) + 1).Select(slope => Rounded(spacing * slope))];
        var table = new ActivationTable(spacing, half, values, slopes, 0);
        return new(spacing, half, values, slopes, table.Measured(f, bend));

        double Rounded(double x) => isSingle ? (float)x : x;
    }

    /// <summary>What a graph reads at a.</summary>
    public double At(double a)
    {
        var position = Math.Clamp(a / Spacing, -Half, Half);
        var k = Math.Min((int)Math.Floor(position), Half - 1);
        var (t, at) = (position - k, k + Half);
        var rise = Values[at + 1] - Values[at];
        var (left, right) = (Slopes[at] - rise, rise - Slopes[at + 1]);
        var beyond = (a / Spacing) - position;
        return Values[at] + (t * rise) + (t * (1 - t) * (((1 - t) * left) + (t * right))) + (beyond * Slopes[beyond < 0 ? 0 : ^1]);
    }

    private double Measured(Activation f, double bend)
    {
        // In the middle of an interval a cubic is worst; f changes little within a bend.
        var every = Math.Max(1, (int)(bend / PlacesInBend / Spacing));
        double[] places = [.. Enumerable.Range(0, 2 * Half / every).Select(k => ((k * every) - Half + 0.5) * Spacing), .. Beyond(1), .. Beyond(-1)];
        return places.Max(a => Math.Abs(At(a) - f.Apply(new Real(a)).Value));

        IEnumerable<double> Beyond(int sign) => Enumerable.Range(0, 32).Select(k => sign * Half * Spacing * (1 + (k / 16.0)));
    }
}
