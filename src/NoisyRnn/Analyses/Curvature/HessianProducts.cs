using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// Products of the Hessian of the training loss with vectors, over training trials 0 .. n - 1: central differences of the gradient in double,
/// H v = (g(theta + e v) - g(theta - e v)) / (2 e). Trials run in blocks that are filled as they are reached, so memory does not grow with
/// their number; sums run in an order that depends on the number of trials alone.
/// </summary>
internal sealed class HessianProducts
{
    // Blocks as wide as the registers hold best in double, in chains that threads take one at a time.
    private const int Width = 16, MostChains = 64;

    // The power of two below u^(1/3), u = 2^-53: rounding, u/e, and what the difference leaves out, e^2/6 of the third derivative, are then alike.
    private const double Step = 1.0 / (1 << 18);

    private readonly TrainedNetwork _subject;
    private readonly Rollout<double> _ahead, _behind;
    private readonly TrialRange[][] _chains;
    private readonly ParallelLoop<TrialBlock<double>> _loop;
    private readonly double[][] _gradientsAhead, _gradientsBehind;
    private readonly double[] _losses;
    private readonly CancellationToken _cancellation;
    private readonly bool _inputNoise;
    private readonly double _normalizer;

    /// <summary>Allocates a block a thread, and reads all trials once.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="noise">Its noise.</param>
    /// <param name="trials">n.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops a product between blocks.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public HessianProducts(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, int trials, int threads, CancellationToken cancellation)
    {
        (_subject, _cancellation) = (subject, cancellation);
        var layout = subject.Parameters.Layout;
        var draws = subject.Setup.Draw<double>(noise, NoiseStream.Dynamics);
        _inputNoise = draws.Has(NoiseTerm.Input);
        _ahead = new(subject.Network, layout, subject.Dt, draws, subject.Setup.Scheme);
        _behind = new(subject.Network, layout, subject.Dt, draws, subject.Setup.Scheme);
        var blocks = TrialRange.Blocks(trials, Width);
        var chains = Math.Min(MostChains, blocks.Length);
        _chains = [.. Enumerable.Range(0, chains).Select(chain => blocks[(blocks.Length * chain / chains)..(blocks.Length * (chain + 1) / chains)])];
        _gradientsAhead = Allocate(chains, layout.Length);
        _gradientsBehind = Allocate(chains, layout.Length);
        _losses = new double[trials];
        _loop = new(threads, () => new(subject.Task, _ahead.Cell, layout, Width, backward: true));
        var weights = new double[trials];
        ForEachBlock((block, trials, _) => block.Weights.AsSpan(0, trials.Count).CopyTo(weights.AsSpan(trials.First)));
        foreach (var weight in weights)
            _normalizer += weight;
    }

    /// <summary>Loss and gradient at the parameters.</summary>
    /// <param name="gradient">Receives the gradient. [P]</param>
    public double Gradient(Span<double> gradient)
    {
        _ahead.Refresh(_subject.Parameters);
        ForEachBlock((block, trials, chain) =>
        {
            AddGradient(_ahead, block, _gradientsAhead[chain]);
            block.Losses.AsSpan(0, trials.Count).CopyTo(_losses.AsSpan(trials.First));
        });
        Collect(_ahead, _gradientsAhead, gradient);
        var loss = 0.0;
        foreach (var trial in _losses)
            loss += trial;
        return loss / _normalizer;
    }

    /// <summary>H v of the block of the Hessian that belongs to some arrays.</summary>
    /// <param name="arrays">The arrays, one after the other as in <paramref name="vector"/>.</param>
    /// <param name="vector">v.</param>
    /// <param name="product">Receives H v, the same arrays.</param>
    public void Multiply(ImmutableArray<ParameterSlice> arrays, ReadOnlySpan<double> vector, Span<double> product)
    {
        double squares = 0, sizes = 0;
        foreach (var value in vector)
            squares += value * value;
        foreach (var array in arrays)
        {
            foreach (var value in _subject.Parameters[array])
                sizes += value * value;
        }

        if (squares == 0)
        {
            product.Clear();
            return;
        }

        // Relative to the size of a parameter where that is above 1; v need not have norm 1.
        var step = Step * Math.Max(1, Math.Sqrt(sizes / vector.Length)) / Math.Sqrt(squares);
        Move(arrays, vector, step, _ahead);
        Move(arrays, vector, -step, _behind);
        ForEachBlock((block, trials, chain) =>
        {
            AddGradient(_ahead, block, _gradientsAhead[chain]);
            if (_inputNoise) // It has been added to the inputs.
                Fill(block, trials);
            AddGradient(_behind, block, _gradientsBehind[chain]);
        });
        Span<double> ahead = new double[_subject.Parameters.Values.Length], behind = new double[_subject.Parameters.Values.Length];
        Collect(_ahead, _gradientsAhead, ahead);
        Collect(_behind, _gradientsBehind, behind);
        var place = 0;
        foreach (var array in arrays)
        {
            for (var k = array.Offset; k < array.Offset + array.Length; k++, place++)
                product[place] = (ahead[k] - behind[k]) / (2 * step);
        }
    }

    // A rollout keeps the parameters of its last refresh, for the way back: each has its own.
    private void Move(ImmutableArray<ParameterSlice> arrays, ReadOnlySpan<double> vector, double step, Rollout<double> rollout)
    {
        var moved = _subject.Parameters.Copy();
        var place = 0;
        foreach (var array in arrays)
        {
            for (var k = array.Offset; k < array.Offset + array.Length; k++, place++)
                moved.Values[k] += step * vector[place];
        }

        rollout.Refresh(moved);
    }

    private void AddGradient(Rollout<double> rollout, TrialBlock<double> block, double[] sum)
    {
        _subject.Loss.Run(rollout, block, _normalizer);
        rollout.Backward(block.Block);
        block.Block.AddGradients(sum);
    }

    private void Fill(TrialBlock<double> block, TrialRange trials) =>
        block.Fill(_subject.Seed, NoiseStream.Task, (ulong)trials.First, trials.Count, _subject.Loss.Weight);

    // Work gets a filled block, its trials and its chain; the blocks of a chain come one after the other.
    private void ForEachBlock(Action<TrialBlock<double>, TrialRange, int> work) => _loop.Run([.. _chains.Index()], (entry, block) =>
    {
        var (chain, ranges) = entry;
        Array.Clear(_gradientsAhead[chain]);
        Array.Clear(_gradientsBehind[chain]);
        foreach (var trials in ranges)
        {
            _cancellation.ThrowIfCancellationRequested();
            Fill(block, trials);
            work(block, trials, chain);
        }
    }, cancellation: _cancellation);

    private static void Collect(Rollout<double> rollout, double[][] chains, Span<double> gradient)
    {
        gradient.Clear();
        foreach (var chain in chains)
        {
            for (var k = 0; k < chain.Length; k++)
                gradient[k] += chain[k];
        }

        rollout.PullBack(gradient);
    }

    private static double[][] Allocate(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
