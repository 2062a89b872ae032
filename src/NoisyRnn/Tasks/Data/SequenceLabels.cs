using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>A label for each trial: whole numbers, or words.</summary>
/// <param name="Numbers">The numbers; not used where there are words.</param>
/// <param name="Words">The words; null where labels are numbers.</param>
internal sealed record SequenceLabels(double[] Numbers, string[]? Words)
{
    /// <summary>Number of trials.</summary>
    internal int Count => Words?.Length ?? Numbers.Length;

    /// <summary>Words, or the numbers that they spell.</summary>
    internal static SequenceLabels OfTexts(string[] texts)
    {
        var numbers = new double[texts.Length];
        for (var k = 0; k < texts.Length; k++)
        {
            if (!ScalarText.TryDouble(texts[k], out numbers[k]))
                return new([], texts);
        }

        return new(numbers, null);
    }

    /// <summary>The place of the 1 in each row of zeros and ones; null where a row has not exactly one 1, and zeros.</summary>
    /// <param name="rows">The rows. [trials, classes]</param>
    internal static SequenceLabels? OfOneHot(NpyArray rows)
    {
        var (places, columns) = (new double[rows.Shape[0]], rows.Shape[1]);
        for (var row = 0; row < places.Length; row++)
        {
            var ones = 0;
            for (var column = 0; column < columns; column++)
            {
                var value = rows[(row * columns) + column];
                if (value == 0)
                    continue;
                if (value != 1 || ++ones > 1)
                    return null;
                places[row] = column;
            }

            if (ones == 0)
                return null;
        }

        return new(places, null);
    }

    /// <summary>The class of each label of several files, from 0: the distinct labels, ascending; and their names.</summary>
    /// <param name="parts">The labels of each file.</param>
    /// <returns>Null where some are words and some numbers.</returns>
    internal static (ImmutableArray<int> Classes, string[] Names)? Together(IReadOnlyList<SequenceLabels> parts)
    {
        if (parts.All(static part => part.Words is not null))
        {
            string[] distinct = [.. parts.SelectMany(static part => part.Words!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            return (Places(parts.Select(static part => part.Words!), distinct, StringComparer.Ordinal), distinct);
        }

        if (parts.Any(static part => part.Words is not null))
            return null;
        double[] values = [.. parts.SelectMany(static part => part.Numbers).Distinct().Order()];
        return (Places(parts.Select(static part => part.Numbers), values, Comparer<double>.Default), [.. values.Select(ScalarText.Of)]);
    }

    private static ImmutableArray<int> Places<T>(IEnumerable<T[]> parts, T[] distinct, IComparer<T> comparer)
    {
        var places = ImmutableArray.CreateBuilder<int>(parts.Sum(static part => part.Length));
        foreach (var part in parts)
        {
            foreach (var label in part)
                places.Add(Array.BinarySearch(distinct, label, comparer));
        }

        return places.MoveToImmutable();
    }
}
