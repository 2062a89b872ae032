using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The noise of a network in a graph: for each source an input of draws xi of mean 0 and variance 1, and one input level, the number by which the
/// noise of training is called. Draws that are not given are 0, a level that is not given is that of training; at level 0 the network is silent.
/// </summary>
internal sealed class GraphNoise
{
    private readonly ImmutableArray<NoiseSource> _sources;
    private readonly NoiseShape _shape;
    private readonly string[] _deviations, _bases;

    private GraphNoise(Model model, GraphTerms terms)
    {
        (_sources, _shape) = (model.Noise, model.Network.NoiseShape(model.Inputs, model.Outputs));
        Level = _sources.SelectMany(static source => source.Sigma).DefaultIfEmpty(0).Max();
        (_deviations, _bases) = (new string[_sources.Length], new string[_sources.Length]);
        if (_sources.IsEmpty)
            return;
        // Trained at level 0, it is called by its level itself.
        var ratio = terms.Number(1 / (Level > 0 ? Level : 1), "one_over_s0");
        var times = terms.Product(terms.Graph.Input("level", terms.Type), ratio);
        terms.Default(Tensor.Of("level", [], [Level]));
        for (var k = 0; k < _sources.Length; k++)
        {
            var source = Level > 0 ? _sources[k] : _sources[k] with { Sigma = [1] };
            var deviations = source.PerStepDeviation(_shape, model.Dt, model.Network.TimeConstants);
            double[] offsets = [.. deviations.Select((_, row) => _shape.Holds(source, row) ? source.Offset : 0)];
            _deviations[k] = terms.Product(times, terms.Constant($"deviation_{k + 1}", deviations));
            // Their means at level r: of the released program's factor 1 + r (offset - s/2), of s U on [0, 1) r (offset + s/2).
            _bases[k] = source.Kind == NoiseKind.ReleasedUniform ? terms.Sum(terms.Number(1), terms.Product(times, terms.Constant("mean", [.. offsets.Zip(deviations, static (offset, s) => offset - (s / 2))])))
                : source.Kind == NoiseKind.UnitUniform ? terms.Product(times, terms.Constant($"mean_{k + 1}", [.. offsets.Zip(deviations, static (offset, s) => offset + (s / 2))]))
                : source.Base > 0 ? terms.Product(times, terms.Constant($"base_{k + 1}", source.PerStepBase(_shape, model.Dt, model.Network.TimeConstants))) : "";
        }
    }

    /// <summary>s0, the highest level of any source; 0 where there is none.</summary>
    public double Level { get; }

    /// <summary>The names of the inputs of draws.</summary>
    public ImmutableArray<string> Names => [.. _sources.Select((_, k) => _sources.Length == 1 ? "noise" : $"noise_{k + 1}")];

    /// <summary>Rows of a source's draws: of noise that units share fewer than units.</summary>
    public int Rows(int source) => _shape.Draws(_sources[source]);

    /// <summary>Adds the inputs level and noise.</summary>
    /// <param name="model">The network.</param>
    /// <param name="terms">The graph.</param>
    /// <param name="axes">The axes before the rows: trials, or trials and steps.</param>
    public static GraphNoise Of(Model model, GraphTerms terms, params string[] axes)
    {
        var noise = new GraphNoise(model, terms);
        foreach (var (name, k) in noise.Names.Select(static (name, k) => (name, k)))
        {
            terms.Graph.Input(name, terms.Type, [.. axes.Select(axis => $"{axis}_of_noise"), $"{noise.Rows(k)}"]);
            terms.Default(Tensor.Of(name, [.. axes.Select(static _ => 1), noise.Rows(k)], new double[noise.Rows(k)]));
        }

        return noise;
    }

    /// <summary>A term of one step; null where no source has part in it.</summary>
    /// <param name="terms">The graph.</param>
    /// <param name="draws">The draws of the step, one value a source. [trials, rows]</param>
    /// <param name="term">Which.</param>
    public string? Term(GraphTerms terms, IReadOnlyList<string> draws, NoiseTerm term)
    {
        string? sum = null;
        for (var k = 0; k < _sources.Length; k++)
        {
            var source = _sources[k];
            if (SourceIncrements<double>.TermOf(source) == term)
                sum = Joined(Part(k, source));
            if (term == NoiseTerm.State && source.Kind == NoiseKind.DriftMultiplicative && source.Base > 0)
                sum = Joined(terms.Product(Spread(k, source), _bases[k]));
        }

        return sum;

        string Part(int k, NoiseSource source)
        {
            var part = terms.Product(Spread(k, source), _deviations[k]);
            if (source.Kind is not (NoiseKind.ReleasedUniform or NoiseKind.UnitUniform))
                return part;
            // U[-sqrt 3, sqrt 3] s / (2 sqrt 3) is U[-s/2, s/2].
            var aboutMean = terms.Product(terms.Number(0.5 / Math.Sqrt(3)), part);
            return source.Kind == NoiseKind.ReleasedUniform ? terms.Difference(_bases[k], aboutMean) : terms.Sum(_bases[k], aboutMean);
        }

        // One draw goes to all rows by itself; several by a matrix of ones.
        string Spread(int k, NoiseSource source)
        {
            var (groups, rows) = (Rows(k), _shape[source.Placement]);
            return groups == 1 || groups == rows ? draws[k]
                : terms.Affine(draws[k], terms.Constant(Tensor.Of($"spread_{k + 1}", [rows, groups], [.. Enumerable.Range(0, rows * groups).Select(at => at % groups == _shape.DrawOf(source, at / groups) ? 1.0 : 0)])), null);
        }

        string Joined(string part) => sum is null ? part : term == NoiseTerm.StepFactor ? terms.Product(sum, part) : terms.Sum(sum, part);
    }
}
