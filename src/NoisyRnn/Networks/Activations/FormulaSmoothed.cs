using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The mean of a formula over Gaussian noise on its argument, F_s(a) = E f(a + s xi): integrated between the kinks of f and tabulated
/// with its slope, so finely that reading it back by cubics adds less than 1e-8; beyond the table integrated at each argument.
/// </summary>
internal sealed record FormulaSmoothed : Activation
{
    // F bends where f does, and about a kink within s: h^4/384 of the fourth derivative, some 1/s^3 there.
    private const double Spacing = 0.005, OfDeviation = 0.01, Finest = 2e-4;
    private readonly Activation _of;
    private readonly FormulaFunction _function;
    private readonly Lazy<HermiteTable> _table;

    /// <summary>Smooths a formula.</summary>
    /// <param name="of">f.</param>
    /// <param name="function">f, made ready.</param>
    /// <param name="sigma">s &gt; 0.</param>
    public FormulaSmoothed(Activation of, FormulaFunction function, double sigma)
    {
        (_of, _function, Sigma) = (of, function, sigma);
        _table = new(Tabulate);
    }

    /// <summary>s.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public override string Formula => $"F(a) = E f(a + {Sigma} xi), {_of.Formula}";

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        if (!double.IsFinite(a.Value))
            return a * TReal.Constant(double.NaN);
        // Nodes that stand still, and a density that moves: f needs no derivative, so a kink costs none.
        var rule = RuleAbout(a.Value);
        var (sum, total, scale) = (TReal.Constant(0), TReal.Constant(0), TReal.Constant(1 / Sigma));
        for (var k = 0; k < rule.Places.Length; k++)
        {
            if (rule.Weights[k] == 0)
                continue;
            var xi = (TReal.Constant(rule.Places[k]) - a) * scale;
            var weight = TReal.Constant(rule.Weights[k]) * TReal.Exp(TReal.Constant(-0.5) * xi * xi);
            sum += weight * TReal.Constant(rule.Values[k]);
            total += weight;
        }

        return sum / total;
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) => Read(a, value, slope);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) => Read(a, value, slope);

    private FormulaRule RuleAbout(double a) => _function.Pieces.RuleAbout(a, Sigma);

    private void Read<T>(ReadOnlySpan<T> a, Span<T> value, Span<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var table = _table.Value;
        for (var i = 0; i < a.Length; i++)
        {
            var x = double.CreateTruncating(a[i]);
            if (!table.TryRead(x, out var f, out var d))
                (f, d, _) = _function.Moments(x, Sigma);
            value[i] = T.CreateTruncating(f);
            if (!slope.IsEmpty)
                slope[i] = T.CreateTruncating(d);
        }
    }

    private HermiteTable Tabulate()
    {
        var pieces = _function.Pieces;
        var spacing = Math.Max(Finest, Math.Min(Spacing * pieces.Bend, pieces.Kinks.IsEmpty ? Spacing : OfDeviation * Sigma));
        var reach = Math.Ceiling(40 + (FormulaPieces.Reach * Sigma));
        var spread = FormulaPieces.Reach * Sigma;
        var rule = pieces.Rule(-reach - spread, reach + spread, FormulaPieces.LongestPanel * Sigma);
        var (places, nodes) = (rule.Places, rule.Places.Length);
        while (nodes > 0 && rule.Weights[nodes - 1] == 0)
            nodes--;
        var count = (int)Math.Round(2 * reach / spacing) + 1;
        var (values, slopes) = (new double[count], new double[count]);
        var (first, last) = (0, 0);
        for (var n = 0; n < count; n++)
        {
            var x = -reach + (n * spacing);
            while (first < nodes && places[first] < x - spread)
                first++;
            while (last < nodes && places[last] <= x + spread)
                last++;
            (values[n], slopes[n], _) = rule.Part(first, last - first).Moments(x, Sigma);
        }

        return new(-reach, spacing, values, slopes);
    }
}
