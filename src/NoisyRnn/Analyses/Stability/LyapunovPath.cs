using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// Runs one test trial after the other, with its tangent flow beside it: the steps that are executed, noise and all, and the Jacobian of
/// each. Noise trial p belongs to test trial p whatever the level. One thread at a time; each makes its own.
/// </summary>
internal sealed class LyapunovPath
{
    private const int Chunk = 32;

    /// <summary>Lanes of a block, all with the same trial.</summary>
    public const int Lanes = 16;

    private readonly TrainedNetwork _subject;
    private readonly Rollout<double> _rollout;
    private readonly LyapunovTimes _times;
    private readonly Block<double> _block;
    private readonly StepJacobian _jacobian;
    private readonly double[] _matrix, _transposed, _start;
    private readonly int _count;

    /// <summary>Prepares a network.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="rollout">The same under some noise, ready to run; shared by all threads.</param>
    /// <param name="count">k.</param>
    /// <param name="times">The path's steps.</param>
    public LyapunovPath(TrainedNetwork subject, Rollout<double> rollout, int count, LyapunovTimes times)
    {
        (_subject, _rollout, _count, _times) = (subject, rollout, count, times);
        var (task, cell) = (subject.Task, rollout.Cell);
        _block = new(cell, rollout.Layout, Math.Min(Chunk, times.Steps), task.InputCount, task.OutputCount, Lanes, backward: true);
        Array.Clear(_block.Wanted);
        _jacobian = new(cell);
        (_matrix, _transposed) = (new double[cell.StateRows * cell.StateRows], new double[cell.StateRows * cell.StateRows]);
        // The same for all trials and levels: directions of no meaning, that no Jacobian is made for.
        var random = new RandomStream(NoiseKey.Of(0, Substream.LyapunovDirections), 0);
        _start = [.. Enumerable.Range(0, cell.StateRows * count).Select(_ => random.NextNormal())];
    }

    /// <summary>Sees a step that was executed, and the transposed Jacobian of it.</summary>
    /// <param name="step">Which, from 0.</param>
    /// <param name="state">Its first lane is the state before the step. [state rows][16]</param>
    /// <param name="input">Its first lane is the input. [I][16]</param>
    /// <param name="transposed">J^T. [state rows, state rows]</param>
    public delegate void Visitor(int step, ReadOnlySpan<double> state, ReadOnlySpan<double> input, ReadOnlySpan<double> transposed);

    /// <summary>Runs test trials 0 .. n - 1.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="rollout">The same under some noise, ready to run.</param>
    /// <param name="count">k.</param>
    /// <param name="trials">n.</param>
    /// <param name="times">The paths' steps.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="progress">Gets the share of trials that is done; null for nobody.</param>
    /// <param name="cancellation">Stops it within a path.</param>
    /// <param name="visitorOf">Who sees the steps of a trial; the trials of several threads come at the same time.</param>
    /// <returns>The exponents of each trial that did not diverge, in the order of trials.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static ImmutableArray<LyapunovCurve> RunAll(
        TrainedNetwork subject, Rollout<double> rollout, int count, int trials, LyapunovTimes times, int threads,
        Action<double>? progress, CancellationToken cancellation, Func<int, Visitor?>? visitorOf = null)
    {
        var loop = new ParallelLoop<LyapunovPath>(threads, () => new(subject, rollout, count, times));
        var curves = loop.Run([.. Enumerable.Range(0, trials)], (p, path) => path.Run(p, visitorOf?.Invoke(p), cancellation), progress, cancellation);
        return [.. curves.OfType<LyapunovCurve>()];
    }

    // The exponents of a trial; null where it diverged, or was stopped.
    private LyapunovCurve? Run(int number, Visitor? visit, CancellationToken cancellation)
    {
        var (task, key) = (_subject.Task, new TrialKey(_subject.Seed, NoiseStream.Test, (ulong)number));
        var trial = task.Make(key);
        var last = Math.Max(1, task.StepsOf(key)) - 1;
        _block.Trials.AsSpan().Fill((ulong)number);
        var flow = new TangentFlow(_rollout.Cell.StateRows, _count, _start);
        var (sums, means) = (new double[_count], new List<double[]>());
        for (var first = 0; first < _times.Steps; first += Chunk)
        {
            if (cancellation.IsCancellationRequested)
                return null;
            Forward(trial, first, last);
            for (var t = 0; t < _block.Steps; t++)
            {
                Advance(flow, t);
                visit?.Invoke(first + t, _block.At(_block.Entered, t, _block.StateRows), _block.At(_block.Inputs, t, _block.InputRows), _transposed);
                // Minus infinity is an exponent; what is not a number is a path that has none.
                if (flow.Growth.Contains(double.NaN))
                    return null;
                var counted = first + t + 1 - _times.Transient;
                if (counted > 0)
                    Count(flow.Growth, sums, means, counted);
            }
        }

        // Directions that have ended go last: which of them it was says nothing, and differs from path to path.
        int[] order = [.. Enumerable.Range(0, _count).OrderBy(i => double.IsNegativeInfinity(means[^1][i]))];
        return new([.. means.Select(mean => order.Select(i => mean[i]).ToArray())]);
    }

    private void Forward(Trial trial, int first, int last)
    {
        if (first > 0)
            _block.At(_block.States, _block.Steps, _block.StateRows).CopyTo(_block.At(_block.States, 0, _block.StateRows));
        (_block.FirstStep, _block.Steps) = (first, Math.Min(Chunk, _times.Steps - first));
        trial.LoadInputs(_block, 0, Lanes, heldFrom: last);
        _rollout.Forward(_block);
    }

    private void Advance(TangentFlow flow, int t)
    {
        var (cell, size) = (_rollout.Cell, _rollout.Cell.StateRows);
        _jacobian.Transposed(_block.At(_block.Entered, t, size), _block.At(_block.Memory.Saved, t, cell.SavedRows), Lanes, _transposed);
        Matrices.Transpose<double>(_transposed, size, size, _matrix);
        flow.Advance(_matrix);
    }

    private void Count(ReadOnlySpan<double> growth, double[] sums, List<double[]> means, int counted)
    {
        for (var i = 0; i < _count; i++)
            sums[i] += growth[i];
        if (counted == _times.Marks[means.Count])
            means.Add([.. sums.Select(sum => sum / (counted * _times.TimeStep))]);
    }
}
