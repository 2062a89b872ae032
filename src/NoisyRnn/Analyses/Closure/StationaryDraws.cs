using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// One network under some noise, simulated: states, pre-activations and outputs of a trial's last step over many draws. Draw r of
/// trial p is noise trial p R + r whatever the level: common random numbers. Read by any number of threads.
/// </summary>
internal sealed class StationaryDraws
{
    private const int Lanes = 16;
    private readonly TrainedNetwork _subject;
    private readonly Rollout<double> _rollout;
    private readonly Weights<double>? _recurrent;
    private readonly Weights<double> _input;
    private readonly double[] _bias;
    private readonly int _draws, _noiseTrialsPerTrial;

    /// <summary>Prepares a network.</summary>
    /// <param name="subject">One that <see cref="GaussianClosure.Refusal"/> does not refuse.</param>
    /// <param name="noise">The noise.</param>
    /// <param name="draws">R; without noise one is enough.</param>
    /// <param name="noiseTrialsPerTrial">Distance of the noise of one trial from that of the next.</param>
    public StationaryDraws(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, int draws, int noiseTrialsPerTrial)
    {
        (_subject, _draws, _noiseTrialsPerTrial) = (subject, draws, noiseTrialsPerTrial);
        _rollout = subject.Prepare<double>(subject.Network, noise);
        var effective = subject.Network.Effective(subject.Parameters);
        var layer = subject.Network.Form(effective.Layout)[0];
        _input = new(layer.Input);
        _input.Refresh(effective);
        _bias = effective[layer.Bias].ToArray();
        _recurrent = layer.Recurrent is { } recurrent ? new(recurrent) : null;
        _recurrent?.Refresh(effective);
    }

    /// <summary>R.</summary>
    public int Draws => _draws;

    /// <summary>Runs one trial, its inputs held from its last counted step on.</summary>
    /// <param name="number">The trial's number.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="steps">Steps to run.</param>
    /// <param name="last">The last step whose inputs are its own.</param>
    /// <returns>Hidden states [N, R]; pre-activations [N, R], of the first layer in a feed-forward network; outputs y [O, R].</returns>
    public (double[] Hidden, double[] PreActivation, double[] Output) Run(int number, Trial trial, int steps, int last)
    {
        var (task, units) = (_subject.Task, _subject.Network.Units);
        var block = new Block<double>(_rollout.Cell, _rollout.Layout, steps, task.InputCount, task.OutputCount, Lanes, backward: false);
        Array.Clear(block.Wanted);
        block.Wanted[steps - 1] = true;
        var (hidden, pre, output) = (new double[units * _draws], new double[units * _draws], new double[task.OutputCount * _draws]);
        var values = new double[units * Lanes];
        for (var first = 0; first < _draws; first += Lanes)
        {
            trial.LoadInputs(block, 0, Lanes, heldFrom: last);
            for (var lane = 0; lane < Lanes; lane++)
                block.Trials[lane] = ((ulong)number * (ulong)_noiseTrialsPerTrial) + (ulong)(first + lane);
            _rollout.Forward(block);
            Numerics.Rows.Broadcast<double>(_bias, values, Lanes);
            _input.Add(block.At(block.Inputs, steps - 1, block.InputRows), values, Lanes);
            _recurrent?.Add(block.At(block.States, steps - 1, block.StateRows)[..(units * Lanes)], values, Lanes);
            var readouts = block.At(block.Outputs, steps - 1, block.OutputRows);
            _subject.Loss.Respond(readouts);
            Keep(block.At(block.States, steps, block.StateRows), hidden, units, first);
            Keep(values, pre, units, first);
            Keep(readouts, output, block.OutputRows, first);
        }

        return (hidden, pre, output);
    }

    private void Keep(ReadOnlySpan<double> lanes, double[] destination, int rows, int first)
    {
        var count = Math.Min(Lanes, _draws - first);
        for (var i = 0; i < rows; i++)
            lanes.Slice(i * Lanes, count).CopyTo(destination.AsSpan((i * _draws) + first));
    }
}
