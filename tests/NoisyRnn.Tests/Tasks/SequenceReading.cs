using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Looks at what was read of a file of sequences.</summary>
internal static class SequenceReading
{
    /// <summary>The table of a file with one set of trials.</summary>
    internal static SequenceTable Read(string path, SequenceForm? form = null) => SequenceTable.Read(path, form ?? SequenceForm.Unsaid).Parts.Single()!;

    /// <summary>The inputs of each trial: steps separated by blanks, channels by slashes.</summary>
    internal static string[] Inputs(SequenceTable table) => Trials(table, table.Inputs);

    /// <summary>The targets of each trial.</summary>
    internal static string[] Targets(SequenceTable table) => Trials(table, table.Targets!);

    /// <summary>The labels.</summary>
    internal static string[] Labels(SequenceTable table) => table.Labels!.Words ?? [.. table.Labels.Numbers.Select(static number => $"{number}")];

    private static string[] Trials(SequenceTable table, TrialArray array) =>
    [
        .. Enumerable.Range(0, table.Trials).Select(trial => string.Join(' ', Enumerable.Range(0, table.Inputs.LengthOf(trial)).Select(step =>
            string.Join('/', Enumerable.Range(0, array.Channels).Select(channel => $"{array[trial, step, channel]}"))))),
    ];
}
