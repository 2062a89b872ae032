using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Statistics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Fixed and slow points of the noise-free step h -> F(h, u) at held inputs u, and of the step averaged over noise inside (F_s in
/// the place of f; spec 1, section 3), followed from silence over the test noise and from the training noise both ways. Of noise
/// with a mean all of it twice: from silence, and from that mean in the place of the noise. With the
/// field's conventions (Sussillo and Barak 2013): q = 1/2 |F(x) - x|^2, fixed up to 1e-12, one point within 1e-3.
/// </summary>
public sealed record FixedPointsAnalysis : Analysis<FixedPointResult>, IValidated
{
    // What a search costs at one start, in trials: some 15 steps with a Jacobian and a factorisation each.
    private const double TrialsPerStart = 15;

    /// <summary>Levels r = s/s0 that points are followed over.</summary>
    [Description("test levels relative to the training level s0 that fixed points are followed over; must hold 0 and 1")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2];

    /// <summary>Number of held inputs.</summary>
    [Description("held inputs, of test trials at their last step that counts, each once")]
    [Range(1, 1000)]
    public int Inputs { get; init; } = 4;

    /// <summary>Starts of the search for each input.</summary>
    [Description("starts of the search for each input: states visited on test trials, and places between them")]
    [Range(1, 100_000)]
    public int Starts { get; init; } = 64;

    /// <summary>q up to which a minimum of q counts as slow.</summary>
    [Description("speed q = 1/2 |F(x) - x|^2 up to which a minimum of q that is no fixed point counts as a slow point")]
    [Range(0, 1)]
    public double TolSlow { get; init; } = 1e-6;

    /// <summary>Fixed points of each input that are followed and told of.</summary>
    [Description("fixed points of each input that are followed and kept, those that most starts led to; all are counted")]
    [Range(1, 1000)]
    public int Points { get; init; } = 6;

    /// <inheritdoc/>
    public override string Summary => "fixed and slow points in silence and averaged over the noise: their number, stability and shift";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => NumberList.Problems("levels", Levels, holding: [0, 1]);

    private protected override FixedPointResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var visited = VisitedStates.Of(subject, threads);
        if (visited.All.IsEmpty)
            throw new InvalidOperationException("no visited state is finite");
        var search = new FixedPointSearch(visited, Starts, TolSlow, subject.Seed);
        var inputs = HeldInput.Of(subject, Inputs);
        var matched = subject.WithMeanInSilence;
        var (done, all) = (0, inputs.Length * (matched is null ? 1 : 2));
        var (found, components) = Under(subject, null);
        return matched is null ? found : found with { MeanMatched = Under(matched, components).Found with { Visited = [] } };

        (FixedPointResult Found, PrincipalComponents Components) Under(TrainedNetwork network, PrincipalComponents? along)
        {
            var maps = new NoiseAveragedMaps(network);
            var portrait = new FixedPointPortrait(network, maps, visited, maps.NoiseFreeBecause is null ? Levels : [0], Points, along);
            var points = ImmutableArray.CreateBuilder<FixedPointsAtInput>();
            foreach (var input in inputs)
            {
                points.Add(portrait.Of(input, search, threads, cancellation));
                progress((double)++done / all);
            }

            var result = new FixedPointResult
            {
                Sigma = maps.Sigma, NoiseFreeBecause = maps.NoiseFreeBecause, VarianceShares = portrait.Components.Shares,
                Visited = portrait.Visited, Inputs = points.ToImmutable(),
            };
            return (result, portrait.Components);
        }
    }

    // Of noise with a mean the first results had the silence without it alone.
    internal override int RevisionOf(Setup setup) => Revision + SilentMean.RevisionOf(setup) + (setup.HasSecondSilence ? 1 : 0);

    internal override string? Refusal(Setup setup) => RefusalWithoutRecurrence(setup, "fixed points");

    internal override double Cost(TrialTask task) => 2.0 * Inputs * Starts * TrialsPerStart;
}
