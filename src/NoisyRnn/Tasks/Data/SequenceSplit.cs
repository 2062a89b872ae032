using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>Which trials train, validate and test: as the files have it, or by shares of each class.</summary>
internal static class SequenceSplit
{
    /// <summary>Splits the trials of a set.</summary>
    /// <param name="set">All trials.</param>
    /// <param name="parts">The sizes of training, validation (0 where it is yet to be split off) and test; empty where nothing is given.</param>
    /// <param name="testShare">The share of the test, where it is not given.</param>
    /// <param name="validationShare">The share of the others that validates, where it is not given.</param>
    /// <param name="seed">Which split.</param>
    /// <exception cref="InputException">A class is missing in a part.</exception>
    internal static DataParts Of(SequenceSet set, int[] parts, double testShare, double validationShare, ulong seed)
    {
        // Targets are one stratum.
        var classes = set.Classes.IsEmpty ? new int[set.Trials] : (IReadOnlyList<int>)set.Classes;
        var strata = new Stratified(classes);
        int[] training, validation, test;
        if (parts.Length == 0)
        {
            (test, var others) = strata.Take(DataParts.FixedOrder(set.Trials, seed, Substream.SplitOrder), testShare);
            (validation, training) = strata.Take(others, validationShare);
        }
        else
        {
            test = [.. Enumerable.Range(parts[0] + parts[1], parts[2])];
            (validation, training) = parts[1] > 0
                ? ([.. Enumerable.Range(parts[0], parts[1])], [.. Enumerable.Range(0, parts[0])])
                : strata.Take(DataParts.FixedOrder(parts[0], seed, Substream.SplitOrder), validationShare);
        }

        var count = set.Classes.IsEmpty ? 1 : set.ClassNames.Length;
        int[][] counts = [.. new[] { training, validation, test }.Select(part => strata.Counts(part, count))];
        for (var c = 0; c < count; c++)
        {
            // A test that is given may lack a class; what is not trained on cannot be tested.
            if (counts[0][c] == 0 || (counts[1][c] == 0 && (parts.Length == 0 || parts[1] == 0)) || (counts[2][c] == 0 && parts.Length == 0))
            {
                var what = set.Classes.IsEmpty ? "the trials" : $"the trials of label '{set.ClassNames[c]}'";
                throw new InputException($"{set.Tables[0].Path}: {what} are {counts.Sum(part => part[c])}, split {counts[0][c]} : {counts[1][c]} : {counts[2][c]} "
                    + $"into training, validation and test; {(parts.Length == 0
                        ? "each part needs one or more: add trials or change task.test-share and task.validation-share"
                        : "training and validation need one or more: add trials or change task.validation-share")}");
            }
        }

        return new DataParts(training, validation, test);
    }
}
