using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>A few test trials under all their noise draws: the outputs of each at the steps that count in some of the trials.</summary>
internal sealed class SweepBatch
{
    // Beyond this many pairs a batch grows in memory and gains no lanes worth it.
    private const int MostPairs = 256;

    private readonly TrialDraws _trialDraws;
    private readonly TrialTask _task;
    private readonly Activation? _response;
    private readonly Trial[] _memory;
    private readonly int _draws;
    private readonly int[] _places;
    private NumberedTrial[] _trials = [];
    private double[] _outputs = [];

    /// <summary>Allocates a batch.</summary>
    /// <param name="rollout">The network under its test noise.</param>
    /// <param name="task">The task.</param>
    /// <param name="response">r, what outputs are made of readouts; null keeps the readouts.</param>
    /// <param name="size">Trials of a batch.</param>
    /// <param name="draws">R.</param>
    /// <param name="noiseTrialsPerTrial">Distance of the noise of one trial from that of the next.</param>
    public SweepBatch(Rollout<double> rollout, TrialTask task, Activation? response, int size, int draws, int noiseTrialsPerTrial)
    {
        (_task, _response, _draws) = (task, response, draws);
        _trialDraws = new(rollout, task, WantedOutputs.Counted, draws, noiseTrialsPerTrial);
        _memory = [.. Enumerable.Range(0, size).Select(_ => task.NewTrial())];
        _places = new int[task.StepCount];
    }

    /// <summary>The trials of the last run.</summary>
    public ReadOnlySpan<NumberedTrial> Trials => _trials;

    /// <summary>The steps that count in one of them, ascending.</summary>
    public ReadOnlySpan<int> Steps => _trialDraws.Steps.AsSpan();

    /// <summary>The number of trials that leaves the fewest lanes empty; of equal ones the smallest.</summary>
    /// <param name="trials">Trials in all.</param>
    /// <param name="draws">Draws of each.</param>
    public static int BestSize(int trials, int draws)
    {
        var most = Math.Clamp(MostPairs / draws, 1, trials);
        return Enumerable.Range(1, most).MaxBy(size => (double)size / (((size * draws) + TrialDraws.Lanes - 1) / TrialDraws.Lanes));
    }

    /// <summary>Runs test trials through the network.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="trials">Which.</param>
    public void Run(ulong seed, TrialRange trials)
    {
        _trials = new NumberedTrial[trials.Count];
        for (var p = 0; p < trials.Count; p++)
        {
            var key = new TrialKey(seed, NoiseStream.Test, (ulong)(trials.First + p));
            _task.Refill(_memory[p], key);
            _trials[p] = new(trials.First + p, _memory[p], _task.StepsOf(key));
        }

        var blocks = _trialDraws.Run(_trials, _response);
        for (var k = 0; k < Steps.Length; k++)
            _places[Steps[k]] = k;
        var needed = trials.Count * Steps.Length * _task.OutputCount * _draws;
        if (_outputs.Length < needed)
            _outputs = new double[needed];
        foreach (var lanes in blocks)
            Keep(lanes);
    }

    /// <summary>The outputs of one trial at one of <see cref="Steps"/>, output after output. [O,R]</summary>
    public ReadOnlySpan<double> Outputs(int trial, int step) => _outputs.AsSpan(Place(trial, step, 0), _task.OutputCount * _draws);

    /// <summary>One output of one trial at one of <see cref="Steps"/>. [R]</summary>
    public ReadOnlySpan<double> Outputs(int trial, int step, int output) => _outputs.AsSpan(Place(trial, step, output), _draws);

    private int Place(int trial, int step, int output) => ((((trial * Steps.Length) + _places[step]) * _task.OutputCount) + output) * _draws;

    private void Keep(TrialLanes lanes)
    {
        var block = _trialDraws.Block;
        foreach (var t in Steps)
        {
            for (var o = 0; o < block.OutputRows; o++)
            {
                var outputs = block.At(block.Outputs, t, block.OutputRows).Slice((o * block.Width) + lanes.First, lanes.Count);
                outputs.CopyTo(_outputs.AsSpan(Place(lanes.Trial, t, o) + lanes.Draw));
            }
        }
    }
}
