using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Values at each step of each trial, in whatever order they lie in memory; trials may differ in length.</summary>
internal sealed class TrialArray
{
    private readonly NpyArray? _array;
    private readonly double[]? _values;
    private readonly Func<int, int, int, string> _place;
    private readonly int _trialStride, _stepStride, _channelStride;
    private int[]? _starts;
    private IReadOnlyList<int>? _lengths;

    private TrialArray(NpyArray? array, double[]? values, (int Count, int Stride) trials, (int Count, int Stride) steps, (int Count, int Stride) channels, Func<int, int, int, string> place)
    {
        (_array, _values, _place) = (array, values, place);
        (Trials, _trialStride) = trials;
        (Steps, _stepStride) = steps;
        (Channels, _channelStride) = channels;
    }

    /// <summary>Number of trials.</summary>
    internal int Trials { get; }

    /// <summary>Number of steps of the longest trial.</summary>
    internal int Steps { get; private init; }

    /// <summary>Number of channels.</summary>
    internal int Channels { get; }

    /// <summary>A value; of a single channel it is the same for all.</summary>
    internal double this[int trial, int step, int channel]
    {
        get
        {
            var k = (_starts?[trial] ?? (trial * _trialStride)) + (step * _stepStride) + (Channels == 1 ? 0 : channel * _channelStride);
            return _values is not null ? _values[k] : _array![k];
        }
    }

    /// <summary>Number of steps of a trial.</summary>
    internal int LengthOf(int trial) => _lengths?[trial] ?? Steps;

    /// <summary>Where a value stands in its file, as an error begins: ": x: trial 1, step 2" or ":7: u1".</summary>
    internal string Place(int trial, int step, int channel) => _place(trial, step, channel);

    /// <summary>The same values, of trials that end earlier.</summary>
    internal TrialArray With(int[] lengths) =>
        new(_array, _values, (Trials, _trialStride), (Steps, _stepStride), (Channels, _channelStride), _place) { _starts = _starts, _lengths = lengths, Steps = lengths.Max() };

    /// <summary>An array of NumPy with two or three axes, in a layout.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="array">The array.</param>
    /// <param name="layout">The order of its axes.</param>
    internal static TrialArray Of(string name, NpyArray array, SequenceLayout layout)
    {
        var shape = array.Shape;
        var strides = new int[shape.Length];
        for (int k = shape.Length - 1, stride = 1; k >= 0; stride *= shape[k], k--)
            strides[k] = stride;
        var hasChannels = shape.Length == 3;
        return new(array, null, Axis("Trials"), Axis("Steps"), hasChannels ? Axis("Channels") : (1, 0), (trial, step, channel) =>
            string.Create(CultureInfo.InvariantCulture, $": {name}: trial {trial + 1}, step {step + 1}{(hasChannels ? $", channel {channel + 1}" : "")}"));

        (int, int) Axis(string axis) => SequenceAxes.Of(layout, hasChannels).IndexOf(axis) is var k ? (shape[k], strides[k]) : default;
    }

    /// <summary>Trials one after the other, each step after step.</summary>
    /// <param name="values">All values.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="lengths">The number of steps of each trial.</param>
    /// <param name="place">Where a value stands in its file.</param>
    internal static TrialArray Of(double[] values, int channels, IReadOnlyList<int> lengths, Func<int, int, int, string> place)
    {
        var starts = new int[lengths.Count];
        for (var k = 1; k < starts.Length; k++)
            starts[k] = starts[k - 1] + (channels * lengths[k - 1]);
        return new(null, values, (lengths.Count, 0), (lengths.Max(), channels), (channels, 1), place) { _starts = starts, _lengths = lengths };
    }
}
