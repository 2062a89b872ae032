using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>
/// Noise whose trial numbers run over the nodes of a product of three-point Gauss rules, one factor a draw: the expectation of a loss under noise of
/// level r is then a finite sum, right up to its terms in r^6.
/// </summary>
internal sealed class GaussProductNoise : Increments<double>
{
    private readonly ImmutableArray<NoiseSource> _sources;
    private readonly NoiseShape _shape;
    private readonly TrainedNetwork _subject;
    private readonly double _level;

    public GaussProductNoise(TrainedNetwork subject, double level)
    {
        (_subject, _sources, _level) = (subject, subject.Noise, level);
        _shape = subject.Network.NoiseShape(subject.Task.InputCount, subject.Task.OutputCount);
    }

    /// <summary>E l by summing over all nodes, with the network's own kernels.</summary>
    public static double ExpectedLoss(TrainedNetwork subject, double level)
    {
        const int Width = 256;
        var noise = new GaussProductNoise(subject, level);
        var rollout = new Rollout<double>(subject.Network, subject.Parameters.Layout, subject.Dt, noise, subject.Setup.Scheme);
        rollout.Refresh(subject.Parameters);
        var block = new TrialBlock<double>(subject.Task, rollout.Cell, rollout.Layout, Width, backward: false);
        var (sum, nodes) = (0.0, noise.Nodes);
        for (var first = 0L; first < nodes; first += Width)
        {
            var count = (int)Math.Min(Width, nodes - first);
            block.Fill(subject.Seed, NoiseStream.Test, (ulong)first, count, subject.Loss.Weight);
            rollout.Forward(block.Block);
            subject.Loss.Evaluate(block.Block, block.Targets, block.Masks, normalizer: 1, block.Losses);
            for (var lane = 0; lane < count; lane++)
                sum += noise.Weight(first + lane) * block.Losses[lane] / block.Weights[lane];
        }

        return sum;
    }

    public override ReadOnlySpan<double> StateFactorVariance
    {
        get
        {
            var variance = new double[_shape.State];
            foreach (var source in _sources.Where(static source => TermOf(source) == NoiseTerm.StateFactor))
            {
                for (var i = 0; i < variance.Length; i++)
                    variance[i] += Math.Pow(_level * Deviation(source)[i], 2);
            }

            return variance;
        }
    }

    public override bool Has(NoiseTerm term) => _sources.Any(source => TermOf(source) == term || (term == NoiseTerm.State && source.Base > 0));

    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<double> values)
    {
        values.Fill(term == NoiseTerm.StepFactor ? 1 : 0);
        var first = 0;
        foreach (var source in _sources)
        {
            var draws = DrawsAStep(source);
            var deviation = Deviation(source);
            var offsets = source.PerStepBase(deviation.Length, _subject.Dt, _subject.Network.TimeConstants);
            for (var i = 0; i < deviation.Length; i++)
            {
                for (var lane = 0; lane < trials.Length; lane++)
                {
                    var node = Node(Digit((long)trials[lane], first + ((int)step * draws) + (draws == 1 ? 0 : i)), source.Kind);
                    ref var value = ref values[(i * trials.Length) + lane];
                    if (term == NoiseTerm.StepFactor && source.Kind == NoiseKind.ReleasedUniform)
                        value *= 1 + source.Offset - (deviation[i] / 2) + (_level * deviation[i] / Math.Sqrt(12) * node);
                    else if (TermOf(source) == term)
                        value += _level * deviation[i] * node;
                    else if (term == NoiseTerm.State && source.Base > 0)
                        value += _level * offsets[i] * node;
                    else
                        break;
                }
            }

            first += draws * _subject.Task.StepCount;
        }
    }

    private long Nodes => (long)Math.Pow(3, _sources.Sum(DrawsAStep) * _subject.Task.StepCount);

    private double Weight(long node)
    {
        var weight = 1.0;
        var place = 0;
        foreach (var source in _sources)
        {
            var side = source.Kind == NoiseKind.ReleasedUniform ? 5.0 / 18 : 1.0 / 6;
            for (var k = 0; k < DrawsAStep(source) * _subject.Task.StepCount; k++)
                weight *= Digit(node, place++) == 1 ? 1 - (2 * side) : side;
        }

        return weight;
    }

    // Nodes of variance 1: Gauss-Hermite's, and Gauss-Legendre's for the uniform law.
    private static double Node(int digit, NoiseKind kind) => (digit - 1) * Math.Sqrt(kind == NoiseKind.ReleasedUniform ? 1.8 : 3);

    private static int Digit(long node, int place) => (int)(node / (long)Math.Pow(3, place) % 3);

    private int DrawsAStep(NoiseSource source) => source.Kind == NoiseKind.CommonScalar ? 1 : _shape[source.Placement];

    private double[] Deviation(NoiseSource source) => source.PerStepDeviation(_shape[source.Placement], _subject.Dt, _subject.Network.TimeConstants);

    private static NoiseTerm TermOf(NoiseSource source) => source.Kind switch
    {
        NoiseKind.Additive => (NoiseTerm)source.Placement,
        NoiseKind.DriftMultiplicative => NoiseTerm.DriftFactor,
        NoiseKind.ReleasedUniform => NoiseTerm.StepFactor,
        _ => NoiseTerm.StateFactor,
    };
}
