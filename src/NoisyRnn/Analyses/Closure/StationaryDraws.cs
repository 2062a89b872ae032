using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// One network under some noise, simulated: states, pre-activations and outputs of a trial's last step over many draws. Draw r of
/// trial p is noise trial p R + r whatever the level: common random numbers. Read by any number of threads.
/// </summary>
internal sealed class StationaryDraws
{
    private readonly TrainedNetwork _subject;
    private readonly Rollout<double> _rollout;
    private readonly Weights<double>? _recurrent;
    private readonly Weights<double> _input;
    private readonly double[] _bias;
    private readonly bool _isCurrent;
    private readonly int _draws, _noiseTrialsPerTrial, _hold;

    /// <summary>Prepares a network.</summary>
    /// <param name="subject">One that <see cref="GaussianClosure.Refusal"/> does not refuse.</param>
    /// <param name="noise">The noise.</param>
    /// <param name="draws">R; without noise one is enough.</param>
    /// <param name="noiseTrialsPerTrial">Distance of the noise of one trial from that of the next.</param>
    /// <param name="hold">Steps for which inputs are held.</param>
    public StationaryDraws(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, int draws, int noiseTrialsPerTrial, int hold)
    {
        (_subject, _draws, _noiseTrialsPerTrial, _hold) = (subject, draws, noiseTrialsPerTrial, hold);
        _rollout = subject.Prepare<double>(subject.Network, noise);
        var effective = subject.Network.Effective(subject.Parameters);
        var layer = subject.Network.LeakyLayers(effective.Layout)[0];
        _isCurrent = layer.LeaksFirst;
        _input = new(layer.Input);
        _input.Refresh(effective);
        _bias = effective[layer.Bias].ToArray();
        _recurrent = layer.Recurrent is { } recurrent ? new(recurrent) : null;
        _recurrent?.Refresh(effective);
    }

    /// <summary>R.</summary>
    public int Draws => _draws;

    /// <summary>Memory for a thread.</summary>
    public TrialDraws NewTrialDraws() => new(_rollout, _subject.Task, WantedOutputs.Last, _draws, _noiseTrialsPerTrial, _hold);

    /// <summary>Runs one trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="trialDraws">The thread's memory.</param>
    /// <returns>Hidden states [N, R]; arguments of the activations [N, R], of the first layer in a feed-forward network; outputs y [O, R].</returns>
    public (double[] Hidden, double[] PreActivation, double[] Output) Run(NumberedTrial trial, TrialDraws trialDraws)
    {
        var (block, units, last) = (trialDraws.Block, _subject.Network.Units, trial.Steps - 1);
        var (hidden, pre, output) = (new double[units * _draws], new double[units * _draws], new double[block.OutputRows * _draws]);
        var values = new double[units * block.Width];
        foreach (var lanes in trialDraws.Run([trial], _subject.Loss.Response))
        {
            var after = block.At(block.States, last + 1, block.StateRows);
            Keep(after[..values.Length], hidden);
            Keep(_isCurrent ? after.Slice(values.Length, values.Length) : PreActivations(last), pre);
            Keep(block.At(block.Outputs, last, block.OutputRows), output);

            void Keep(ReadOnlySpan<double> rows, double[] destination)
            {
                for (var i = 0; i < rows.Length / block.Width; i++)
                    rows.Slice((i * block.Width) + lanes.First, lanes.Count).CopyTo(destination.AsSpan((i * _draws) + lanes.Draw));
            }
        }

        return (hidden, pre, output);

        ReadOnlySpan<double> PreActivations(int step)
        {
            Rows.Broadcast(_bias, values, block.Width);
            _input.Add(block.At(block.Inputs, step, block.InputRows), values, block.Width);
            _recurrent?.Add(block.At(block.Entered, step, block.StateRows)[..values.Length], values, block.Width);
            return values;
        }
    }
}
