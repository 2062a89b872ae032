using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// Whole states and first outputs of a network at the last counted step of test trials, or after holding its inputs, over noise draws. Draw r of trial p is noise
/// trial p R + r whatever the level, as in the sweep: common random numbers.
/// </summary>
internal sealed class NoisePortraitDraws
{
    private const int Lanes = 16;
    private readonly TrainedNetwork _subject;
    private readonly int _draws, _hold;

    /// <summary>Makes the trials.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="trials">Number of test trials; of a data set's test part at most each once.</param>
    /// <param name="draws">R.</param>
    /// <param name="hold">Steps to run beyond the last counted one, with its inputs held.</param>
    public NoisePortraitDraws(TrainedNetwork subject, int trials, int draws, int hold)
    {
        (_subject, _draws, _hold) = (subject, draws, hold);
        var made = ImmutableArray.CreateBuilder<(Trial, int)>();
        for (var p = 0; p < subject.Task.TrialsAtMost(trials, NoiseStream.Test); p++)
        {
            var key = new TrialKey(subject.Seed, NoiseStream.Test, (ulong)p);
            var trial = subject.Task.Make(key);
            made.Add((trial, trial.LastCounted() ?? (subject.Task.StepsOf(key) - 1)));
        }

        Trials = made.ToImmutable();
    }

    /// <summary>The trials, each with its last step that counts; of one in which nothing counts, its last step.</summary>
    public ImmutableArray<(Trial Trial, int Last)> Trials { get; }

    /// <summary>Whether there is one input, held through every trial.</summary>
    public bool HoldsOneInput => _subject.Task.InputCount == 1
        && Trials.All(static entry => Enumerable.Range(0, entry.Last + 1).All(t => entry.Trial.Inputs[t, 0] == entry.Trial.Inputs[0, 0]));

    /// <summary>Runs all trials under some noise; without noise one draw of each.</summary>
    /// <param name="noise">The noise.</param>
    /// <param name="kept">Trials, and draws of each, whose states are kept.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between trials.</param>
    /// <returns>States [kept trials][kept draws][state rows]; first outputs [trials][draws].</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public (double[][][] States, double[][] Outputs) Run(
        ImmutableArray<NoiseSource> noise, (int Trials, int Draws) kept, int threads, CancellationToken cancellation)
    {
        var (task, rollout) = (_subject.Task, _subject.Prepare<double>(_subject.Network, noise));
        var draws = noise.Any(static source => source.IsRandom()) ? _draws : 1;
        var (states, outputs) = (new double[Math.Min(kept.Trials, Trials.Length)][][], new double[Trials.Length][]);
        var loop = new ParallelLoop<Block<double>>(
            threads, () => new(rollout.Cell, rollout.Layout, task.StepCount + _hold, task.InputCount, task.OutputCount, Lanes, backward: false));
        loop.Run([.. Enumerable.Range(0, Trials.Length)], (p, block) =>
        {
            var (trial, last) = Trials[p];
            var end = last + _hold;
            block.Steps = end + 1;
            Array.Clear(block.Wanted);
            block.Wanted[end] = true;
            outputs[p] = new double[draws];
            if (p < states.Length)
                states[p] = new double[Math.Min(kept.Draws, draws)][];
            for (var first = 0; first < draws; first += Lanes)
            {
                trial.LoadInputs(block, 0, Lanes, heldFrom: last);
                for (var lane = 0; lane < Lanes; lane++)
                    block.Trials[lane] = ((ulong)p * (ulong)_draws) + (ulong)Math.Min(first + lane, draws - 1);
                rollout.Forward(block);
                var readouts = block.At(block.Outputs, end, block.OutputRows);
                _subject.Loss.Respond(readouts);
                for (var draw = first; draw < Math.Min(first + Lanes, draws); draw++)
                {
                    outputs[p][draw] = First(readouts, draw - first);
                    if (p < states.Length && draw < states[p].Length)
                        states[p][draw] = Column(block.At(block.States, end + 1, block.StateRows), draw - first);
                }
            }
        }, cancellation: cancellation);
        return (states, outputs);
    }

    /// <summary>The first output of a state whose readout is known.</summary>
    /// <param name="readout">z [O].</param>
    public double OutputOf(ReadOnlySpan<double> readout)
    {
        var lanes = new double[readout.Length * Lanes];
        Rows.Broadcast(readout, lanes, Lanes);
        _subject.Loss.Respond(lanes.AsSpan());
        return First(lanes, 0);
    }

    private double First(ReadOnlySpan<double> outputs, int lane) => _subject.Loss.Shown(Column(outputs, lane), 0);

    private static double[] Column(ReadOnlySpan<double> rows, int lane)
    {
        var column = new double[rows.Length / Lanes];
        for (var i = 0; i < column.Length; i++)
            column[i] = rows[(i * Lanes) + lane];
        return column;
    }
}
