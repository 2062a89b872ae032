using System.Collections.Concurrent;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Which items of a data set are for training, for validation and for the test; no item is in two of them. Trials walk
/// through a part epoch by epoch: trial n is item n mod size in the order of epoch n / size, and each epoch has an order of
/// its own, a pure function of the run's seed. So every epoch visits each item once, and the first trials of any part are
/// a fair sample of it whatever the order of the file.
/// </summary>
/// <param name="training">Items trained on.</param>
/// <param name="validation">Items that validate.</param>
/// <param name="test">Items of the test.</param>
internal sealed class DataParts(ReadOnlyMemory<int> training, ReadOnlyMemory<int> validation, ReadOnlyMemory<int> test)
{
    private static readonly ConcurrentDictionary<(int, ulong, Substream, ulong), int[]> FixedOrders = new();

    /// <summary>The items of a part: training (stream Task), validation or test.</summary>
    public ReadOnlySpan<int> this[NoiseStream part] => part switch
    {
        NoiseStream.Task => training.Span,
        NoiseStream.Validation => validation.Span,
        NoiseStream.Test => test.Span,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "data sets have parts for training, validation and test"),
    };

    /// <summary>"58,000 training, 2,000 validation and 10,000 test".</summary>
    public override string ToString() => $"{training.Length:N0} training, {validation.Length:N0} validation and {test.Length:N0} test";

    /// <summary>An order that is the same for every run, and one array for all of them: of a split, or of pixels.</summary>
    /// <param name="count">Number of things.</param>
    /// <param name="seed">Which order.</param>
    /// <param name="purpose">What is put in order.</param>
    /// <param name="repetition">Which of several.</param>
    public static ReadOnlyMemory<int> FixedOrder(int count, ulong seed, Substream purpose, ulong repetition = 0) => FixedOrders.GetOrAdd(
        (count, seed, purpose, repetition),
        static of => new KeyedPermutation(NoiseKey.Of(of.Item2, of.Item3), of.Item1).ToArray(of.Item4));

    /// <summary>The item that a trial shows.</summary>
    public int ItemOf(TrialKey key)
    {
        var part = this[key.Stream];
        var size = (ulong)part.Length;
        var order = new KeyedPermutation(NoiseKey.Of(key.Seed, Substream.TrainingOrder + (key.Stream - NoiseStream.Task)), part.Length);
        return part[order[(int)(key.Number % size), key.Number / size]];
    }
}
