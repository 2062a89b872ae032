using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// What some program recorded of a network, or of several that differ in their training seed: its outputs at several noise
/// levels, with what they should have been. Checked: targets are finite where they count, levels ascend from 0 or above.
/// </summary>
public sealed class RecordedOutputs
{
    private readonly NpyArray _outputs;
    private readonly RecordedAxes _axes;
    private readonly double[] _targets, _mask;
    private readonly double _leastProbability;
    private readonly NpyArray? _meanMatched;
    private readonly RecordedAxes? _meanAxes;

    /// <summary>In the place of a level: level 0 with the noise replaced by its mean.</summary>
    internal const int MeanMatched = -1;

    internal RecordedOutputs(string file, NpyArray outputs, RecordedAxes axes, OutputKind kind, double[] targets, double[] mask, (NpyArray Array, RecordedAxes Axes)? meanMatched)
    {
        (File, _outputs, _axes, Kind, _targets, _mask) = (file, outputs, axes, kind, targets, mask);
        (_meanMatched, _meanAxes) = (meanMatched?.Array, meanMatched?.Axes);
        _leastProbability = LeastProbability(outputs.Type);
        Loss = LossOf(kind);
    }

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>What the outputs are.</summary>
    public OutputKind Kind { get; }

    /// <summary>The noise levels s, ascending.</summary>
    public required ImmutableArray<double> Levels { get; init; }

    /// <summary>s0, the level of the training noise; null where it is not known.</summary>
    public required double? TrainingLevel { get; init; }

    /// <summary>What was taken for granted in reading, and what was not read: a sentence each.</summary>
    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>Whether levels are told in units of the training level: where it is known and not 0.</summary>
    public bool IsRelative => TrainingLevel > 0;

    /// <summary>Whether level 0 was recorded with the noise replaced by its mean too.</summary>
    public bool HasMeanMatched => _meanMatched is not null;

    /// <summary>Networks.</summary>
    public int Networks => _axes[RecordedAxis.Seeds];

    /// <summary>R, draws of the noise.</summary>
    public int Draws => _axes[RecordedAxis.Draws];

    /// <summary>Trials.</summary>
    public int Trials => _axes[RecordedAxis.Trials];

    /// <summary>Steps of a trial.</summary>
    public int Steps => _axes[RecordedAxis.Steps];

    /// <summary>Outputs; classes.</summary>
    public int Outputs => _axes[RecordedAxis.Outputs];

    /// <summary>The loss that outputs of this kind have.</summary>
    public Loss Loss { get; }

    /// <summary>"float32, levels 11, draws 64, trials 200, steps 40, outputs 1".</summary>
    public string Read => $"{NpyElement.NameOf(_outputs.Type)}, {_axes}";

    /// <summary>r = s/s0 of a level where s0 is known and not 0, else s; 1 for the one that is s0 but for rounding to 16 bits.</summary>
    /// <param name="level">From 0.</param>
    public double RelativeLevel(int level)
    {
        if (!IsRelative)
            return Levels[level];
        var s0 = TrainingLevel!.Value;
        return level == Levels.IndexOf(Levels.MinBy(s => Math.Abs(s - s0))) && Math.Abs((Levels[level] / s0) - 1) <= 1e-3 ? 1 : Levels[level] / s0;
    }

    /// <summary>The loss of outputs of a kind: of classes the one with an accuracy, of values the one with a bias.</summary>
    internal static Loss LossOf(OutputKind kind) => Catalogue.Leaves(typeof(Loss)).Select(static leaf => (Loss)Activator.CreateInstance(leaf.Type)!)
        .First(loss => kind == OutputKind.Values ? loss.HasBias : loss.HasAccuracy);

    /// <summary>What a probability of 0 counts as: half of the smallest number of its type, for it was rounded.</summary>
    internal static double LeastProbability(NpyType type) => type switch
    {
        NpyType.Float16 => 3e-8,
        NpyType.Float32 => 7e-46,
        _ => 2.2250738585072014e-308,
    };

    /// <summary>Outputs of all draws at one step of one trial, output after output; of probabilities their logarithms, which are logits. [O,R]</summary>
    internal void Gather(int network, int level, int trial, int step, Span<double> outputs)
    {
        var (array, axes) = level == MeanMatched ? (_meanMatched!, _meanAxes!) : (_outputs, _axes);
        var first = (network * axes.Stride(RecordedAxis.Seeds)) + (Math.Max(0, level) * axes.Stride(RecordedAxis.Levels)) + (trial * axes.Stride(RecordedAxis.Trials)) + (step * axes.Stride(RecordedAxis.Steps));
        var (draw, output) = (axes.Stride(RecordedAxis.Draws), axes.Stride(RecordedAxis.Outputs));
        for (var o = 0; o < Outputs; o++)
        {
            for (var r = 0; r < Draws; r++)
                outputs[(o * Draws) + r] = array[first + (o * output) + (r * draw)];
        }

        if (Kind != OutputKind.Probabilities)
            return;
        for (var k = 0; k < outputs.Length; k++)
            outputs[k] = double.IsFinite(outputs[k]) ? Elementary.Log(Math.Max(outputs[k], _leastProbability)) : double.NaN;
    }

    /// <summary>Targets of a step. [O]</summary>
    internal ReadOnlySpan<double> TargetsAt(int trial, int step) => _targets.AsSpan(((trial * Steps) + step) * Outputs, Outputs);

    /// <summary>Weights of a step. [O]</summary>
    internal ReadOnlySpan<double> MaskAt(int trial, int step) => _mask.AsSpan(((trial * Steps) + step) * Outputs, Outputs);

    /// <summary>Whether anything is asked at a step.</summary>
    internal bool Counts(int trial, int step) => MaskAt(trial, step).ContainsAnyExcept(0.0);
}
