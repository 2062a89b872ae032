using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>
/// The same noise with its fluctuations times a factor, about the mean of each term: 0, but for the factor of the step of released-uniform noise, whose mean
/// stays where it is. A factor of the other sign makes the antithetic path; 0 the path of no fluctuation.
/// </summary>
/// <param name="of">The noise.</param>
/// <param name="meanStep">Mean of <see cref="NoiseTerm.StepFactor"/>. [N]</param>
/// <param name="factor">The factor.</param>
internal sealed class RegularizerIncrements(Increments<double> of, double[] meanStep, double factor) : Increments<double>
{
    private readonly double[] _stateFactorVariance = [.. of.StateFactorVariance.ToArray().Select(variance => variance * factor * factor)];

    public override ReadOnlySpan<double> StateFactorVariance => _stateFactorVariance;

    public override bool Has(NoiseTerm term) => of.Has(term);

    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<double> values)
    {
        if (factor != 0)
            of.Fill(term, step, trials, values);
        var width = trials.Length;
        for (var row = 0; row < values.Length / width; row++)
        {
            var mean = term == NoiseTerm.StepFactor ? meanStep[row] : 0;
            foreach (ref var value in values.Slice(row * width, width))
                value = factor == 0 ? mean : mean + (factor * (value - mean));
        }
    }
}
