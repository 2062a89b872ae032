using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// A few test trials with all draws of each, on their way through a network. The pairs (trial, draw) fill the lanes one
/// after the other, so that few draws waste none; of the outputs only the steps that count in some trial are kept.
/// </summary>
internal sealed class SweepBatch
{
    // Beyond this many pairs a batch grows in memory and gains no lanes worth it.
    private const int MostPairs = 256;
    // In double, 16 lanes fill the registers; wider blocks only leave the caches.
    private const int Lanes = 16;

    private readonly Rollout<double> _rollout;
    private readonly TrialTask _task;
    private readonly Activation? _response;
    private readonly Block<double> _block;
    private readonly Trial[] _trials;
    private readonly int _noiseTrialsPerTrial;
    private readonly int[] _places;
    private double[] _outputs = [];

    /// <summary>Allocates a batch.</summary>
    /// <param name="rollout">The network under its test noise.</param>
    /// <param name="task">The task.</param>
    /// <param name="response">r, what outputs are made of readouts; null keeps the readouts.</param>
    /// <param name="size">Trials of a batch.</param>
    /// <param name="draws">Draws of each.</param>
    /// <param name="noiseTrialsPerTrial">Distance of the noise of one trial from that of the next.</param>
    public SweepBatch(Rollout<double> rollout, TrialTask task, Activation? response, int size, int draws, int noiseTrialsPerTrial)
    {
        (_rollout, _task, _response, Draws, _noiseTrialsPerTrial) = (rollout, task, response, draws, noiseTrialsPerTrial);
        _trials = new Trial[size];
        for (var p = 0; p < size; p++)
            _trials[p] = task.NewTrial();
        _block = new Block<double>(
            rollout.Cell, rollout.Layout, task.StepCount, task.InputCount, task.OutputCount, Lanes, backward: false);
        _places = new int[task.StepCount];
    }

    /// <summary>R.</summary>
    public int Draws { get; }

    /// <summary>The trials of the last run.</summary>
    public ReadOnlySpan<Trial> Trials => _trials.AsSpan(0, Active);

    /// <summary>The steps that count in one of them, ascending.</summary>
    public ImmutableArray<int> Steps { get; private set; } = [];

    private int Active { get; set; }

    /// <summary>The number of trials that leaves the fewest lanes empty; of equal ones the smallest.</summary>
    /// <param name="trials">Trials in all.</param>
    /// <param name="draws">Draws of each.</param>
    public static int BestSize(int trials, int draws)
    {
        var most = Math.Clamp(MostPairs / draws, 1, trials);
        return Enumerable.Range(1, most).MaxBy(size => (double)size / (((size * draws) + Lanes - 1) / Lanes));
    }

    /// <summary>Runs test trials through the network.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="trials">Which.</param>
    public void Run(ulong seed, TrialRange trials)
    {
        Active = trials.Count;
        _block.Steps = 1;
        for (var p = 0; p < trials.Count; p++)
        {
            var key = new TrialKey(seed, NoiseStream.Test, (ulong)(trials.First + p));
            _task.Refill(_trials[p], key);
            _block.Steps = Math.Max(_block.Steps, _task.StepsOf(key));
        }

        FindSteps();
        for (var pair = 0; pair < trials.Count * Draws; pair += _block.Width)
        {
            Load((ulong)trials.First, pair);
            _rollout.Forward(_block);
            foreach (var t in Steps)
            {
                var outputs = _block.At(_block.Outputs, t, _block.OutputRows);
                _response?.Evaluate(outputs, outputs, []);
            }

            Keep(pair);
        }
    }

    /// <summary>The outputs of one trial at one of <see cref="Steps"/>, output after output. [O,R]</summary>
    public ReadOnlySpan<double> Outputs(int trial, int step) =>
        _outputs.AsSpan(((trial * Steps.Length) + _places[step]) * _task.OutputCount * Draws, _task.OutputCount * Draws);

    /// <summary>One output of one trial at one of <see cref="Steps"/>. [R]</summary>
    public ReadOnlySpan<double> Outputs(int trial, int step, int output) => Outputs(trial, step).Slice(output * Draws, Draws);

    private void FindSteps()
    {
        var steps = ImmutableArray.CreateBuilder<int>();
        for (var t = 0; t < _block.Steps; t++)
        {
            _block.Wanted[t] = IsWanted(t);
            _places[t] = steps.Count;
            if (_block.Wanted[t])
                steps.Add(t);
        }

        Steps = steps.ToImmutable();
        var needed = _trials.Length * Steps.Length * _task.OutputCount * Draws;
        if (_outputs.Length < needed)
            _outputs = new double[needed];
    }

    private bool IsWanted(int step)
    {
        foreach (var trial in Trials)
        {
            if (trial.Counts(step))
                return true;
        }

        return false;
    }

    // Lanes beyond the last pair repeat it: their outputs are not read.
    private void Load(ulong first, int pair)
    {
        var last = (Active * Draws) - 1;
        for (var lane = 0; lane < _block.Width;)
        {
            var (trial, draw) = Math.DivRem(Math.Min(pair + lane, last), Draws);
            var lanes = pair + lane >= last ? _block.Width - lane : Math.Min(Draws - draw, _block.Width - lane);
            _trials[trial].LoadInputs(_block, lane, lanes);
            for (var k = 0; k < lanes; k++)
                _block.Trials[lane + k] = ((first + (ulong)trial) * (ulong)_noiseTrialsPerTrial) + (ulong)Math.Min(draw + k, Draws - 1);
            lane += lanes;
        }
    }

    private void Keep(int pair)
    {
        var end = Math.Min(pair + _block.Width, Active * Draws);
        for (var next = pair; next < end;)
        {
            var (trial, draw) = Math.DivRem(next, Draws);
            var count = Math.Min(Draws - draw, end - next);
            foreach (var t in Steps)
            {
                for (var o = 0; o < _block.OutputRows; o++)
                {
                    var to = ((((trial * Steps.Length) + _places[t]) * _block.OutputRows) + o) * Draws;
                    _block.At(_block.Outputs, t, _block.OutputRows).Slice((o * _block.Width) + next - pair, count).CopyTo(_outputs.AsSpan(to + draw));
                }
            }

            next += count;
        }
    }
}
