using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;

namespace NoisyRnn.Tasks;

/// <summary>
/// Trials with all noise draws of each on their way through a network, in double. The pairs (trial, draw) fill the lanes one after the other, so that
/// few draws waste none. Draw r of trial p is noise trial p S + r whatever the network and its noise: common random numbers. One thread at a time.
/// </summary>
internal sealed class TrialDraws
{
    /// <summary>Lanes of the block. In double, 16 fill the registers; wider blocks only leave the caches.</summary>
    public const int Lanes = 16;

    private readonly Rollout<double> _rollout;
    private readonly WantedOutputs _wanted;
    private readonly int _draws, _noiseTrialsPerTrial;

    /// <summary>Allocates the block.</summary>
    /// <param name="rollout">The network under its noise, ready to run.</param>
    /// <param name="task">The task.</param>
    /// <param name="wanted">Which outputs are wanted.</param>
    /// <param name="draws">R; without noise one is enough.</param>
    /// <param name="noiseTrialsPerTrial">S, from the noise of one trial to that of the next: at least R.</param>
    /// <param name="hold">Steps beyond the task's longest trial.</param>
    public TrialDraws(Rollout<double> rollout, TrialTask task, WantedOutputs wanted, int draws = 1, int noiseTrialsPerTrial = 1, int hold = 0)
    {
        (_rollout, _wanted, _draws, _noiseTrialsPerTrial) = (rollout, wanted, draws, noiseTrialsPerTrial);
        Block = new(rollout.Cell, rollout.Layout, task.StepCount + hold, task.InputCount, task.OutputCount, Lanes, backward: false);
    }

    /// <summary>The lanes under way: inputs and states of all steps, outputs of <see cref="Steps"/>.</summary>
    public Block<double> Block { get; }

    /// <summary>The steps at which the outputs of one of the trials are wanted, ascending.</summary>
    public ImmutableArray<int> Steps { get; private set; } = [];

    /// <summary>Finds <see cref="Steps"/>, and then runs one block after the other while what comes back is gone through.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="response">r, what outputs are made of readouts; null keeps the readouts.</param>
    /// <returns>The lanes of each trial; the block has them until the next is asked for.</returns>
    public IEnumerable<TrialLanes> Run(NumberedTrial[] trials, Activation? response = null)
    {
        Block.Steps = Math.Max(1, trials.Max(static trial => trial.Steps));
        for (var t = 0; t < Block.Steps; t++)
            Block.Wanted[t] = IsWanted(trials, t);
        Steps = [.. Enumerable.Range(0, Block.Steps).Where(t => Block.Wanted[t])];
        return Forward(trials, response);
    }

    private IEnumerable<TrialLanes> Forward(NumberedTrial[] trials, Activation? response)
    {
        var pairs = trials.Length * _draws;
        for (var pair = 0; pair < pairs; pair += Lanes)
        {
            Load(trials, pair, pairs - 1);
            _rollout.Forward(Block);
            Respond(response);
            for (var lane = 0; lane < Lanes && pair + lane < pairs;)
            {
                var (trial, draw) = Math.DivRem(pair + lane, _draws);
                var lanes = new TrialLanes(trial, draw, lane, Math.Min(_draws - draw, Lanes - lane));
                yield return lanes;
                lane += lanes.Count;
            }
        }
    }

    private bool IsWanted(NumberedTrial[] trials, int step)
    {
        foreach (var trial in trials)
        {
            if (step < trial.Steps && _wanted switch
            {
                WantedOutputs.Counted => trial.Trial.Counts(step),
                WantedOutputs.Last => step == trial.Steps - 1,
                _ => true,
            })
            {
                return true;
            }
        }

        return false;
    }

    // Lanes beyond the last pair repeat it: nobody reads them.
    private void Load(NumberedTrial[] trials, int pair, int last)
    {
        for (var lane = 0; lane < Lanes;)
        {
            var (place, draw) = Math.DivRem(Math.Min(pair + lane, last), _draws);
            var lanes = pair + lane >= last ? Lanes - lane : Math.Min(_draws - draw, Lanes - lane);
            var trial = trials[place];
            trial.Trial.LoadInputs(Block, lane, lanes, trial.HeldFrom);
            for (var k = 0; k < lanes; k++)
                Block.Trials[lane + k] = ((ulong)trial.Number * (ulong)_noiseTrialsPerTrial) + (ulong)Math.Min(draw + k, _draws - 1);
            lane += lanes;
        }
    }

    private void Respond(Activation? response)
    {
        foreach (var t in Steps)
        {
            var outputs = Block.At(Block.Outputs, t, Block.OutputRows);
            response?.Evaluate(outputs, outputs, []);
        }
    }
}
