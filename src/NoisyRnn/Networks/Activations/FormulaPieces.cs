using System.Collections.Immutable;
using MathNet.Numerics.Integration;

namespace NoisyRnn.Networks;

/// <summary>
/// The line cut into pieces on each of which a formula is smooth: at its kinks, where operands of max and min cross and those of abs, relu,
/// roots, powers, logarithms and quotients pass 0; and in halves until 16 nodes of Gauss and Legendre integrate f as 32 do.
/// </summary>
internal sealed class FormulaPieces
{
    /// <summary>Draws beyond so many deviations are left out: 2e-19 of all.</summary>
    public const double Reach = 9;

    /// <summary>
    /// The longest panel, in deviations: on it the density is a polynomial of degree 16 to rounding, f on its piece one of 31, and 24
    /// nodes integrate their product.
    /// </summary>
    public const double LongestPanel = 2;

    private const double Farthest = 64, Spacing = 1.0 / 64, Longest = 2;
    private const double Agreement = 1e-13;
    private const int MostHalvings = 30, NarrowestBend = 64, Nodes = 24;
    private static readonly GaussLegendreRule Coarse = new(-1, 1, 16), Fine = new(-1, 1, Nodes);

    private readonly FormulaProgram _program;
    private readonly double[] _edges;

    /// <summary>Cuts the line.</summary>
    /// <param name="steps">f.</param>
    /// <param name="program">f.</param>
    public FormulaPieces(ImmutableArray<FormulaStep> steps, FormulaProgram program)
    {
        _program = program;
        Kinks = FormulaKinks.Of(steps, Farthest, Spacing);
        List<double> edges = [-Farthest];
        double[] first = [.. Enumerable.Range(0, (int)(2 * Farthest / Longest) + 1).Select(static k => -Farthest + (k * Longest)).Concat(Kinks).Distinct().Order()];
        var deepest = 0;
        for (var k = 0; k + 1 < first.Length; k++)
            deepest = Math.Max(deepest, Cut(first[k], first[k + 1], 0, edges));
        _edges = [.. edges];
        Bend = Math.Max(1.0 / NarrowestBend, Math.ScaleB(1, -deepest));
    }

    /// <summary>The kinks, in order.</summary>
    public ImmutableArray<double> Kinks { get; }

    /// <summary>The length over which f bends: half the shortest piece that halving left, 1/64 at least.</summary>
    public double Bend { get; }

    /// <summary>The rule for the draws a + s xi.</summary>
    public FormulaRule RuleAbout(double a, double s) => Rule(a - (Reach * s), a + (Reach * s), LongestPanel * s);

    /// <summary>Nodes, weights and values of f on an interval, in panels that no kink lies inside of.</summary>
    /// <param name="low">Where it begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <param name="longest">The longest panel.</param>
    public FormulaRule Rule(double low, double high, double longest)
    {
        List<double> edges = [low];
        var at = low;
        while (at < high)
        {
            var next = Math.Min(high, After(at));
            var panels = Math.Max(1, (int)Math.Ceiling((next - at) / longest));
            for (var k = 1; k <= panels; k++)
                edges.Add(k == panels ? next : at + ((next - at) * k / panels));
            at = next;
        }

        var count = (edges.Count - 1) * Nodes;
        var padded = (count + 15) / 16 * 16;
        var (places, weights, values) = (new double[padded], new double[padded], new double[padded]);
        for (var k = 0; k < count; k++)
        {
            var (left, right) = (edges[k / Nodes], edges[(k / Nodes) + 1]);
            places[k] = left + ((right - left) * 0.5 * (1 + Fine.Abscissas[k % Nodes]));
            weights[k] = (right - left) * 0.5 * Fine.Weights[k % Nodes];
        }

        places.AsSpan(count).Fill(low);
        _program.Run<double>(places, values, []);
        values.AsSpan(count).Clear();
        return new(places, weights, values);
    }

    // The first edge beyond a place; where no kink is looked for panels are the longer the farther from 0.
    private double After(double place)
    {
        if (place < -Farthest)
            return Math.Min(-Farthest, place - (place * Longest / Farthest));
        if (place >= Farthest)
            return place + (place * Longest / Farthest);
        var k = Array.BinarySearch(_edges, place);
        return _edges[k < 0 ? ~k : k + 1];
    }

    private int Cut(double low, double high, int depth, List<double> edges)
    {
        var (middle, largest) = (0.5 * (low + high), 0.0);
        var whole = Integral(low, high, ref largest);
        var halves = Integral(low, middle, ref largest) + Integral(middle, high, ref largest);
        // What is no number, or beyond all, is no better in halves.
        if (depth < MostHalvings && Math.Abs(whole - halves) > Agreement * (high - low) * Math.Max(1, largest) && double.IsFinite(halves))
            return Math.Max(Cut(low, middle, depth + 1, edges), Cut(middle, high, depth + 1, edges));
        edges.Add(high);
        return depth;
    }

    private double Integral(double low, double high, ref double largest)
    {
        var (half, sum) = (0.5 * (high - low), 0.0);
        Span<double> f = stackalloc double[16];
        for (var k = 0; k < f.Length; k++)
            f[k] = low + (half * (1 + Coarse.Abscissas[k]));
        _program.Run<double>(f, f, []);
        for (var k = 0; k < f.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(f[k]));
            sum += Coarse.Weights[k] * f[k];
        }

        return half * sum;
    }
}
