using System.Collections.Immutable;
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
        Trials = [.. subject.TestTrials(trials).Select(trial => trial.HoldingAt(trial.LastCounted, hold))];
    }

    /// <summary>The trials, held from their last step that counts; those in which nothing counts, from their last step.</summary>
    public ImmutableArray<NumberedTrial> Trials { get; }

    /// <summary>Whether there is one input, held through every trial.</summary>
    public bool HoldsOneInput => _subject.Task.InputCount == 1
        && Trials.All(static trial => Enumerable.Range(0, trial.HeldFrom + 1).All(t => trial.Trial.Inputs[t, 0] == trial.Trial.Inputs[0, 0]));

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
        var rollout = _subject.Prepare<double>(_subject.Network, noise);
        var draws = noise.Any(static source => source.IsRandom()) ? _draws : 1;
        var loop = new ParallelLoop<TrialDraws>(threads, () => new(rollout, _subject.Task, WantedOutputs.Last, draws, _draws, _hold));
        var found = loop.Run(Trials, (trial, trialDraws) =>
        {
            var block = trialDraws.Block;
            var (states, outputs) = (new double[trial.Number < kept.Trials ? Math.Min(kept.Draws, draws) : 0][], new double[draws]);
            foreach (var lanes in trialDraws.Run([trial], _subject.Loss.Response))
            {
                for (var k = 0; k < lanes.Count; k++)
                {
                    outputs[lanes.Draw + k] = _subject.Loss.Shown(block.OutputsOf(lanes.First + k, trial.Steps - 1), 0);
                    if (lanes.Draw + k < states.Length)
                        states[lanes.Draw + k] = block.StateOf(lanes.First + k, trial.Steps);
                }
            }

            return (states, outputs);
        }, cancellation: cancellation);
        return ([.. found.Take(kept.Trials).Select(static trial => trial.states)], [.. found.Select(static trial => trial.outputs)]);
    }

    /// <summary>The first output of a state whose readout is known.</summary>
    /// <param name="readout">z [O].</param>
    public double OutputOf(ReadOnlySpan<double> readout)
    {
        var outputs = new double[DenseProduct.Padded(readout.Length)];
        readout.CopyTo(outputs);
        _subject.Loss.Respond<double>(outputs);
        return _subject.Loss.Shown(outputs.AsSpan(0, readout.Length), 0);
    }
}
