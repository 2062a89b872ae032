using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Activations in ONNX operators: in closed form where there is one, else as a table whose error is said. In float64 the normal
/// distribution function is a table too, for ONNX Runtime has Erf in float32 alone.
/// </summary>
internal sealed class ActivationGraph
{
    // Of the base activations what is left beyond is below the precision: exp(-18), exp(-38).
    private const double SingleReach = 18, DoubleReach = 38;

    private readonly List<string> _tables = [];

    /// <summary>What is a table, with its error: a sentence each.</summary>
    public IReadOnlyList<string> Tables => _tables;

    /// <summary>f(a).</summary>
    /// <param name="terms">The graph.</param>
    /// <param name="units">f of each unit.</param>
    /// <param name="rows">Units.</param>
    /// <param name="a">a. [trials, rows]</param>
    public string Add(GraphTerms terms, UnitActivations units, int rows, string a) => units.AreAveraged
        ? Averaged(terms, units.Function, [.. Enumerable.Range(0, rows).Select(i => units[i] is GaussianSmoothed { Sigma: var sigma, Of: var of } && ReferenceEquals(of, units.Function) ? sigma : 0)], a)
        : Add(terms, units.Function, a);

    /// <summary>f(a), the same f for all units.</summary>
    public string Add(GraphTerms terms, Activation f, string a) => f switch
    {
        Identity => a,
        Relu => terms.Of("Relu", a),
        LeakyRelu leaky => Rectified(terms, leaky.Slope, a),
        Tanh { Slope: 1 } => terms.Of("Tanh", a),
        Tanh tanh => terms.Of("Tanh", terms.Product(terms.Number(tanh.Slope), a)),
        Sigmoid => terms.Of("Sigmoid", a),
        SoftPlus { Beta: 1 } => Softened(terms, a),
        SoftPlus softPlus => terms.Product(terms.Number(1 / softPlus.Beta), Softened(terms, terms.Product(terms.Number(softPlus.Beta), a))),
        Probit probit => Cumulative(terms, probit.Slope == 1 ? a : terms.Product(terms.Number(probit.Slope), a)),
        PowerLaw law => terms.Product(terms.Number(law.Gain), terms.Graph.Add("Pow", [terms.Of("Relu", a), terms.Number(law.Exponent)])),
        Gelu => terms.Product(a, Cumulative(terms, a)),
        FormulaActivation formula => FormulaGraph.Add(terms, formula.Steps, a, q => Cumulative(terms, q)),
        GaussianSmoothed smoothed => Averaged(terms, smoothed.Of, [smoothed.Sigma], a),
        DistributionSmoothed { Sigma: 0 } smoothed => Add(terms, smoothed.Of, a),
        DistributionSmoothed smoothed => Averaged(terms, smoothed, a),
        _ => Table(terms, [f], [1], 0, a),
    };

    // The mean over Gaussian noise, of one level or of one a unit.
    private string Averaged(GraphTerms terms, Activation of, double[] sigma, string a)
    {
        if (of is GaussianSmoothed inner)
            return Averaged(terms, inner.Of, [.. sigma.Select(s => Math.Sqrt((s * s) + (inner.Sigma * inner.Sigma)))], a);
        if (of is Identity || Array.TrueForAll(sigma, static s => s == 0))
            return Add(terms, of, a);
        // A unit of level 0 has f itself; in the mean's form it is given some level, which does not count.
        double[] above = [.. sigma.Select(s => s > 0 ? s : sigma.Max())];
        var mean = of switch
        {
            Relu => Rectifier(terms, 0, above, a),
            LeakyRelu leaky => Rectifier(terms, leaky.Slope, above, a),
            Gelu => SmoothedGelu(terms, above, a),
            PowerLaw { WholeExponent: { } power } law => terms.Product(terms.Number(law.Gain), PartialMoment(terms, power, above, a)),
            Probit probit => Cumulative(terms, terms.Product(terms.Constant("slopes", [.. above.Select(probit.SlopeUnder)]), a)),
            _ => Table(terms, [.. above.Select(s => new GaussianSmoothed { Of = of, Sigma = s })], [.. above.Select(s => Bend(of) is var bend && HasKink(of) ? Math.Min(s, bend) : bend)], Spread(of) + (9 * above.Max()), a),
        };
        if (!sigma.Contains(0))
            return mean;
        var isAveraged = terms.Graph.Constant(new Tensor("is_averaged", TensorType.BOOL, [sigma.Length], [.. sigma.Select(static s => s > 0 ? (byte)1 : (byte)0)]));
        return terms.Where(isAveraged, mean, Add(terms, of, a));
    }

    private string Averaged(GraphTerms terms, DistributionSmoothed smoothed, string a)
    {
        var (of, sigma) = (smoothed.Of, smoothed.Sigma);
        return (smoothed.Distribution, of) switch
        {
            (_, Identity) => a,
            (NoiseDistribution.Gaussian, _) => Averaged(terms, of, [sigma], a),
            (NoiseDistribution.TwoPoint, _) => terms.Product(terms.Number(0.5), terms.Sum(Add(terms, of, terms.Sum(a, terms.Number(sigma))), Add(terms, of, terms.Difference(a, terms.Number(sigma))))),
            (NoiseDistribution.Uniform, Relu) => Uniform(terms, 0, sigma, a),
            (NoiseDistribution.Uniform, LeakyRelu leaky) => Uniform(terms, leaky.Slope, sigma, a),
            (NoiseDistribution.Laplace, Relu) => Laplace(terms, 0, sigma, a),
            (NoiseDistribution.Laplace, LeakyRelu leaky) => Laplace(terms, leaky.Slope, sigma, a),
            _ => Table(terms, [smoothed], [Bend(of)], Spread(smoothed), a),
        };
    }

    // max(a, c a)
    private static string Rectified(GraphTerms terms, double slope, string a) => slope == 0 ? terms.Of("Relu", a) : Mixed(terms, slope, a, terms.Of("Relu", a));

    // c a + (1 - c) r, r the rectified value.
    private static string Mixed(GraphTerms terms, double slope, string a, string rectified) => slope == 0 ? rectified
        : terms.Sum(terms.Product(terms.Number(slope), a), terms.Product(terms.Number(1 - slope), rectified));

    // ln(1 + e^a) = max(0, a) + ln(1 + e^-|a|)
    internal static string Softened(GraphTerms terms, string a)
    {
        var tail = terms.Of("Exp", terms.Of("Neg", terms.Of("Abs", a)));
        return terms.Sum(terms.Of("Relu", a), terms.Of("Log", terms.Sum(terms.Number(1), tail)));
    }

    // s [q Phi(q) + phi(q)], q = a/s
    private string Rectifier(GraphTerms terms, double slope, double[] sigma, string a)
    {
        var s = terms.Constant("smoothing", sigma);
        var q = terms.Graph.Add("Div", [a, s]);
        return Mixed(terms, slope, a, terms.Product(s, terms.Sum(terms.Product(q, Cumulative(terms, q)), Density(terms, q))));
    }

    // a Phi(a/r) + (s^2/r) phi(a/r), r = sqrt(1 + s^2)
    private string SmoothedGelu(GraphTerms terms, double[] sigma, string a)
    {
        double[] r = [.. sigma.Select(static s => Math.Sqrt(1 + (s * s)))];
        var q = terms.Graph.Add("Div", [a, terms.Constant("r", r)]);
        return terms.Sum(terms.Product(a, Cumulative(terms, q)), terms.Product(terms.Constant("weight", [.. sigma.Zip(r, static (s, r) => s * s / r)]), Density(terms, q)));
    }

    // M_p, by the recursion of PowerLawMoments.
    private string PartialMoment(GraphTerms terms, int power, double[] sigma, string a)
    {
        var s = terms.Constant("smoothing", sigma);
        var q = terms.Graph.Add("Div", [a, s]);
        var before = Cumulative(terms, q);
        var moment = terms.Sum(terms.Product(a, before), terms.Product(s, Density(terms, q)));
        for (var n = 2; n <= power; n++)
            (before, moment) = (moment, terms.Sum(terms.Product(a, moment), terms.Product(terms.Constant("weight", [.. sigma.Select(x => (n - 1) * x * x)]), before)));
        return moment;
    }

    // w t^2 + max(0, a - w), t = (a + w)/(2w) held within [0, 1]
    private static string Uniform(GraphTerms terms, double slope, double sigma, string a)
    {
        var width = Math.Sqrt(3) * sigma;
        var w = terms.Number(width);
        var t = terms.Graph.Add("Clip", [terms.Sum(terms.Product(a, terms.Number(0.5 / width)), terms.Number(0.5)), terms.Number(0), terms.Number(1)]);
        return Mixed(terms, slope, a, terms.Sum(terms.Product(w, terms.Product(t, t)), terms.Of("Relu", terms.Difference(a, w))));
    }

    // max(0, a) + (b/2) exp(-|a|/b)
    private static string Laplace(GraphTerms terms, double slope, double sigma, string a)
    {
        var scale = sigma / Math.Sqrt(2);
        var tail = terms.Of("Exp", terms.Product(terms.Number(-1 / scale), terms.Of("Abs", a)));
        return Mixed(terms, slope, a, terms.Sum(terms.Of("Relu", a), terms.Product(terms.Number(scale / 2), tail)));
    }

    private string Cumulative(GraphTerms terms, string q) => terms.IsSingle
        ? terms.Product(terms.Number(0.5), terms.Sum(terms.Number(1), terms.Of("Erf", terms.Product(q, terms.Number(Math.Sqrt(0.5))))))
        : Table(terms, [new NormalLaw()], [1], 9, q);

    private static string Density(GraphTerms terms, string q) =>
        terms.Product(terms.Number(1 / Math.Sqrt(2 * Math.PI)), terms.Of("Exp", terms.Product(terms.Number(-0.5), terms.Product(q, q))));

    // f of each unit, or one f for all.
    private string Table(GraphTerms terms, Activation[] f, double[] bends, double spread, string a)
    {
        var reach = (f[0] is NormalLaw ? 0 : terms.IsSingle ? SingleReach : DoubleReach) + spread;
        var bend = bends.Min();
        var own = ParallelLoop.Run(f, Cores.Available, one => ActivationTable.Of(one, bend, reach, terms.IsSingle));
        var error = own.Max(static table => table.Error);
        _tables.Add(FormattableString.Invariant($"{(f[0] is NormalLaw ? "Phi, the normal distribution function," : $"f ({f[0].Formula}{(f.Length > 1 ? ", a level a unit" : "")})")} is a table of {own[0].Values.Length} points{(f.Length > 1 ? " a unit" : "")}, {own[0].Spacing} apart, with cubic interpolation: largest error measured {error:G2}"));
        return TableGraph.Add(terms, own, a);
    }

    private static bool HasKink(Activation f) => f switch
    {
        GaussianSmoothed smoothed => HasKink(smoothed.Of),
        DistributionSmoothed smoothed => HasKink(smoothed.Of),
        _ => f.Kink is not null,
    };

    // The length over which f bends: of a kink the deviation of the noise that it is averaged over.
    private static double Bend(Activation f) => f switch
    {
        GaussianSmoothed { Sigma: > 0 } smoothed when HasKink(smoothed) => Math.Min(1, smoothed.Sigma),
        GaussianSmoothed smoothed => Bend(smoothed.Of),
        DistributionSmoothed { Sigma: > 0 } smoothed => Bend(smoothed.Of),
        _ => f.Bend,
    };

    // How far averaging over noise widens what is curved.
    private static double Spread(Activation f) => f switch
    {
        GaussianSmoothed smoothed => Spread(smoothed.Of) + (9 * smoothed.Sigma),
        DistributionSmoothed { Distribution: NoiseDistribution.Laplace } smoothed => Spread(smoothed.Of) + (27 * smoothed.Sigma),
        DistributionSmoothed smoothed => Spread(smoothed.Of) + (9 * smoothed.Sigma),
        _ => 0,
    };
}
