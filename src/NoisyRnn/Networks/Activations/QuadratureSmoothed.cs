using System.Numerics;
using MathNet.Numerics.Integration;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The mean of a smooth activation over noise on its argument: for Gaussian noise, F_s by the trapezoid rule in xi on [-9, 9],
/// step min(.1, .2/s), weights normalised to 1 (error below 1e-12 up to s = 10 for a smooth f). It is tabulated with its slope and read back by cubic Hermite interpolation: with the table's
/// spacing of .005 the interpolation adds at most h^4/384 max |f''''|, below 1e-11 for every activation here. Beyond
/// 40 + 9 s no draw reaches the curved part of f and F_s = f to rounding.
/// </summary>
internal sealed record QuadratureSmoothed : Activation
{
    private const double Spacing = 0.005;
    private readonly Activation _of;
    private readonly double[] _points;
    private readonly double[] _weights;
    private readonly double _reach;
    private readonly string _law;
    private readonly Lazy<HermiteTable> _table;

    /// <summary>Smooths an activation over Gaussian noise.</summary>
    /// <param name="of">f, smooth.</param>
    /// <param name="sigma">s &gt; 0.</param>
    public QuadratureSmoothed(Activation of, double sigma)
        : this(of, sigma, NodesOf(sigma), 9 * sigma, "")
    {
    }

    private QuadratureSmoothed(Activation of, double sigma, (double[] Points, double[] Weights) nodes, double spread, string law)
    {
        (_of, Sigma, _points, _weights, _law) = (of, sigma, nodes.Points, nodes.Weights, law);
        _reach = Math.Ceiling(40 + spread);
        _table = new(Tabulate);
    }

    /// <summary>
    /// Smooths an activation over uniform or Laplace noise: 16 nodes of Gauss and Legendre on each panel of half-width 1 or
    /// shorter. An f whose nearest pole lies pi/2 away (tanh) has an error of 3.4^-32 there.
    /// </summary>
    /// <param name="law">Uniform or Laplace.</param>
    /// <param name="of">f, smooth.</param>
    /// <param name="sigma">s &gt; 0.</param>
    public static QuadratureSmoothed Over(NoiseDistribution law, Activation of, double sigma)
    {
        var isUniform = law == NoiseDistribution.Uniform;
        // Beyond 38 scales of Laplace's law lies less than 1e-16 of it.
        var scale = isUniform ? Math.Sqrt(3) * sigma : sigma / Math.Sqrt(2);
        var spread = isUniform ? scale : 38 * scale;
        var longest = 2 * Math.Min(Math.Min(1, scale), of is GaussianSmoothed { Sigma: > 0 } inner ? inner.Sigma : of.Bend);
        var panels = (int)Math.Ceiling(spread / longest);
        List<double> points = [], weights = [];
        for (var k = 0; k < panels; k++)
        {
            var rule = new GaussLegendreRule(spread * k / panels, spread * (k + 1) / panels, 16);
            foreach (var (x, w) in rule.Abscissas.Zip(rule.Weights))
            {
                var density = isUniform ? 0.5 / scale : 0.5 / scale * Elementary.Exp(-x / scale);
                points.AddRange([x, -x]);
                weights.AddRange([w * density, w * density]);
            }
        }

        var total = weights.Sum();
        return new(of, sigma, ([.. points], [.. weights.Select(w => w / total)]), spread, $", xi {(isUniform ? "uniform" : "of Laplace's law")}");
    }

    /// <summary>s.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public override string Formula => $"F(a) = E f(a + {Sigma} xi){_law}, f: {_of.Formula}";

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        var sum = TReal.Constant(0);
        for (var k = 0; k < _points.Length; k++)
            sum += TReal.Constant(_weights[k]) * _of.Apply(a + TReal.Constant(_points[k]));
        return sum;
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) => Interpolate(a, value, slope);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) => Interpolate(a, value, slope);

    private void Interpolate<T>(ReadOnlySpan<T> a, Span<T> value, Span<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var table = _table.Value;
        for (var i = 0; i < a.Length; i++)
        {
            var x = double.CreateTruncating(a[i]);
            if (!table.TryRead(x, out var f, out var d))
            {
                // A formula need not be straight there.
                var exact = (_of is FormulaActivation ? this : _of).Apply(new Dual<Real>(new Real(x), new Real(1)));
                (f, d) = (exact.Primal.Value, exact.Tangent.Value);
            }

            value[i] = T.CreateTruncating(f);
            if (!slope.IsEmpty)
                slope[i] = T.CreateTruncating(d);
        }
    }

    // The trapezoid rule of the Gaussian.
    private static (double[] Points, double[] Weights) NodesOf(double sigma)
    {
        var step = Math.Min(0.1, 0.2 / sigma);
        var half = (int)Math.Ceiling(9 / step);
        var density = Enumerable.Range(-half, (2 * half) + 1).Select(k => Elementary.Exp(-0.5 * k * step * k * step)).ToArray();
        var total = density.Sum();
        return ([.. Enumerable.Range(-half, (2 * half) + 1).Select(k => k * step * sigma)], [.. density.Select(d => d / total)]);
    }

    private HermiteTable Tabulate()
    {
        var count = (int)Math.Round(2 * _reach / Spacing) + 1;
        var values = new double[count];
        var slopes = new double[count];
        var padded = (_points.Length + 15) / 16 * 16;
        var (a, f, d) = (new double[padded], new double[padded], new double[padded]);
        for (var n = 0; n < count; n++)
        {
            var x = -_reach + (n * Spacing);
            for (var k = 0; k < _points.Length; k++)
                a[k] = x + _points[k];
            _of.Evaluate(a, f, d);
            for (var k = 0; k < _points.Length; k++)
            {
                values[n] += _weights[k] * f[k];
                slopes[n] += _weights[k] * d[k];
            }
        }

        return new(-_reach, Spacing, values, slopes);
    }
}
