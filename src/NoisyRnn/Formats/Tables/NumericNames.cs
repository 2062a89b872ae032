namespace NoisyRnn.Formats;

/// <summary>Whether a first row of numbers may be names of columns: 0, 1, 2, ... of pandas, times, doses, frequencies.</summary>
/// <param name="count">Number of rows; at least one.</param>
/// <param name="row">The numbers of a row, in the order of the file; they may be other ones at the next call.</param>
internal sealed class NumericNames(int count, Func<int, double[]> row)
{
    /// <summary>The fewest numbers that are even by more than chance.</summary>
    internal const int FewestEven = 3;

    private const int FewestSorted = 5;

    /// <summary>Whether the first row counts, is even or sorted, as most others are not; or is sorted, and rounder than most.</summary>
    internal bool MayBeFirst()
    {
        double[] first = [.. row(0)];
        if (first.Length < 2 || !IsSorted(first)) return false;
        int decimals = Decimals(first);
        if (first.Length == 2) return Counts(first) && count > 2 && !AreMost(Counts);
        return Counts(first) ? !AreMost(Counts)
            : (IsEven(first) && !AreMost(IsEven))
                || (first.Length >= FewestSorted && !AreMost(IsSorted))
                || ((first.Length > 3 || decimals == 0) && AreMost(r => Decimals(r) > decimals));
    }

    /// <summary>Whether numbers ascend in equal steps.</summary>
    internal static bool IsEven(double[] numbers)
    {
        if (numbers.Length < FewestEven || !(numbers[^1] > numbers[0])) return false;
        double step = (numbers[^1] - numbers[0]) / (numbers.Length - 1);
        return Array.TrueForAll([.. numbers.Index()], pair => Math.Abs(numbers[0] + (step * pair.Index) - pair.Item) <= 1e-6 * step);
    }

    // From 0 or 1 on by 1.
    private static bool Counts(double[] numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] != numbers[0] + i) return false;
        }

        return numbers is [0 or 1, ..];
    }

    // Up or down.
    private static bool IsSorted(double[] numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
        {
            if (!(numbers[1] > numbers[0] ? numbers[i] > numbers[i - 1] : numbers[i] < numbers[i - 1])) return false;
        }

        return true;
    }

    // Those of the number that needs most of them.
    private static int Decimals(double[] numbers)
    {
        const int Most = 15;
        int decimals = 0;
        foreach (double number in numbers)
        {
            while (decimals < Most && Math.Round(number, decimals) != number) decimals++;
        }

        return decimals;
    }

    private bool AreMost(Func<double[], bool> such) => 2 * Enumerable.Range(1, count - 1).Count(k => such(row(k))) > count - 1;
}
