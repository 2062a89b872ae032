using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// The excess loss of trials by simulation in double: (l(r xi) + l(-r xi))/2 - l_0 of antithetic pairs of draws xi, the same at all levels r and in all networks. The
/// pair cancels what is odd in r; the two lowest levels give the limit r -> 0 of excess/r^2 by Richardson's extrapolation. Read by all threads.
/// </summary>
internal sealed class RegularizerSimulation
{
    /// <summary>Draws are numbered above bit 32 of the trials, which are numbered below 2^48.</summary>
    internal const int MostDraws = 1 << 16;

    /// <summary>Trials of a block.</summary>
    public const int Width = 16;

    private readonly TrainedNetwork _subject;
    private readonly NoiseStream _part;
    private readonly ImmutableArray<double> _levels;
    private readonly int _draws;
    private readonly Rollout<double> _still;
    private readonly ImmutableArray<(Rollout<double> Ahead, Rollout<double> Behind)> _pairs;
    private readonly bool _changesInputs;

    /// <summary>Prepares a network.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="noise">Its noise at r = 1.</param>
    /// <param name="meanStep">The mean factor of its step. [N]</param>
    /// <param name="levels">r, ascending, two or more.</param>
    /// <param name="draws">Pairs a trial.</param>
    /// <param name="part">Which trials.</param>
    public RegularizerSimulation(
        TrainedNetwork subject, ImmutableArray<NoiseSource> noise, double[] meanStep, ImmutableArray<double> levels, int draws, NoiseStream part)
    {
        (_subject, _levels, _draws, _part) = (subject, levels, draws, part);
        var increments = subject.Setup.Draw<double>(noise, NoiseStream.Analysis);
        _changesInputs = increments.Has(NoiseTerm.Input);
        _still = Prepare(0);
        _pairs = [.. levels.Select(level => (Prepare(level), Prepare(-level)))];

        Rollout<double> Prepare(double factor)
        {
            var rollout = new Rollout<double>(
                subject.Network, subject.Parameters.Layout, subject.Dt, new RegularizerIncrements(increments, meanStep, factor), subject.Setup.Scheme);
            rollout.Refresh(subject.Parameters);
            return rollout;
        }
    }

    /// <summary>Memory for a thread.</summary>
    public TrialBlock<double> NewBlock() => new(_subject.Task, _still.Cell, _still.Layout, Width, backward: false);

    /// <summary>Fills a block and runs its trials without fluctuations; leaves their states and losses in it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="trials">Which trials.</param>
    public void RunStill(TrialBlock<double> block, TrialRange trials)
    {
        block.Fill(_subject.Seed, _part, (ulong)trials.First, trials.Count, _subject.Loss.Weight);
        _subject.Loss.Run(_still, block);
    }

    /// <summary>Simulates the trials of a block that has run without fluctuations. Overwrites its states and losses.</summary>
    /// <param name="block">The block.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="cancellation">Stops it between draws; what comes back is then of no use.</param>
    /// <returns>Means and variances over the draws, one a trial: of the excess at each level, and last of the limit.</returns>
    public RegularizerSample[] Run(TrialBlock<double> block, TrialRange trials, CancellationToken cancellation)
    {
        var (first, count) = trials;
        double[] inputs = _changesInputs ? [.. block.Block.Inputs] : [], still = [.. block.Losses];
        var samples = Enumerable.Range(0, count).Select(_ => new RegularizerSample(_levels.Length + 1)).ToArray();
        var excess = new double[_levels.Length * Width];
        for (var draw = 0; draw < _draws && !cancellation.IsCancellationRequested; draw++)
        {
            for (var lane = 0; lane < Width; lane++)
                block.Block.Trials[lane] = ((ulong)(uint)draw << 32) + (ulong)(first + lane);
            for (var k = 0; k < _levels.Length; k++)
            {
                var sum = excess.AsSpan(k * Width, Width);
                sum.Clear();
                foreach (var rollout in new[] { _pairs[k].Ahead, _pairs[k].Behind })
                {
                    if (_changesInputs)
                        inputs.CopyTo(block.Block.Inputs, 0);
                    _subject.Loss.Run(rollout, block);
                    for (var lane = 0; lane < Width; lane++)
                        sum[lane] += (block.Losses[lane] - still[lane]) / 2;
                }
            }

            for (var lane = 0; lane < count; lane++)
            {
                for (var k = 0; k < _levels.Length; k++)
                    samples[lane].Add(k, excess[(k * Width) + lane]);
                samples[lane].Add(_levels.Length, Limit(excess[lane], excess[Width + lane]));
            }
        }

        return samples;
    }

    // a = R r^2 + c r^4 at the two lowest levels: R.
    private double Limit(double first, double second)
    {
        var (low, high) = (_levels[0] * _levels[0], _levels[1] * _levels[1]);
        return ((high * first / low) - (low * second / high)) / (high - low);
    }
}
