using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Trials from a user's file: inputs, and a label for each or targets at each step; checked.</summary>
internal sealed class SequenceTable
{
    private readonly TrialArray? _mask;

    /// <summary>Puts together what a reader found.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">x.</param>
    /// <param name="labels">A label for each trial; null where there are targets.</param>
    /// <param name="targets">Targets at each step, as long as the inputs; null where there are labels.</param>
    /// <param name="mask">What is asked for; null for labels at the last step, and for targets at every step.</param>
    /// <param name="said">What the reader decided, in words; empty where there was nothing to decide.</param>
    /// <param name="words">The words that targets are numbers of, from 0; empty where they are numbers themselves.</param>
    /// <exception cref="InputException">A value is not finite where it is asked for, or the mask asks for nothing.</exception>
    internal SequenceTable(string path, TrialArray inputs, SequenceLabels? labels, TrialArray? targets, TrialArray? mask, string said, ImmutableArray<string> words = default)
    {
        (Path, Inputs, Labels, Targets, _mask, Said, Words) = (path, inputs, labels, targets, mask, said, words.IsDefault ? [] : words);
        for (var trial = 0; trial < Trials; trial++)
            Check(trial);
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>x.</summary>
    internal TrialArray Inputs { get; }

    /// <summary>A label for each trial, where there are labels.</summary>
    internal SequenceLabels? Labels { get; }

    /// <summary>Targets at each step, where there are targets.</summary>
    internal TrialArray? Targets { get; }

    /// <summary>The words that targets are numbers of; empty for numbers.</summary>
    internal ImmutableArray<string> Words { get; }

    /// <summary>What was decided in reading.</summary>
    internal string Said { get; }

    /// <summary>Number of trials.</summary>
    internal int Trials => Inputs.Trials;

    /// <summary>Reads a file that holds one set of trials or its parts: training, validation (or null) and test.</summary>
    /// <exception cref="InputException">Unreadable, ambiguous, or not in a form described; what was found and what is allowed are named.</exception>
    internal static SequenceFile Read(string path, SequenceForm form)
    {
        byte[] first = new byte[ForeignFormat.Length];
        using (var file = InputFile.OpenUnpacked(path))
            first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        if (ForeignFormat.IsZip(first))
        {
            if (form.Header is not null || form.SaysIndex)
                throw new InputException($"{path}: task.{(form.Header is not null ? "header" : "index")} says how a CSV file is read, and this is an npz file; allowed are task.label (the name of y) and task.layout");
            return new(SequenceNpz.Read(path, form));
        }

        ForeignFormat.Refuse(first, path, "an npz or CSV file");
        if (UcrRows.Find(path, form) is { } series)
            return new([series]);
        if (form.Layout != SequenceLayout.Auto)
            throw new InputException($"{path}: task.layout is the order of the axes of an npz file, and this is a CSV file; allowed are task.header, task.label and task.index");
        var start = CsvStart.Read(path);
        var header = CsvHeader.Of(path, start, form.Header, CsvHeader.Trial);
        return new([StepColumns.AreNamedBy(header.Names) ? StepRows.Read(path, start, header, form) : TrialRows.Read(path, start, header, form)]);
    }

    /// <summary>What counts: 0 where nothing is asked.</summary>
    internal double Mask(int trial, int step, int output) => _mask?[trial, step, output] ?? (Labels is null || step == Inputs.LengthOf(trial) - 1 ? 1 : 0);

    // What is not asked for may be missing.
    private void Check(int trial)
    {
        var outputs = Targets?.Channels ?? 1;
        var total = 0.0;
        for (var step = 0; step < Inputs.LengthOf(trial); step++)
        {
            for (var channel = 0; channel < Inputs.Channels; channel++)
                Require(double.IsFinite(Inputs[trial, step, channel]), Inputs, trial, step, channel, "finite numbers; where trials end earlier, an array of their lengths, shorter rows or an object array says so");
            for (var output = 0; output < outputs; output++)
            {
                var mask = Mask(trial, step, output);
                if (_mask is not null)
                    Require(double.IsFinite(mask) && mask >= 0, _mask, trial, step, Math.Min(output, _mask.Channels - 1), "finite numbers of at least 0");
                total += mask;
                if (Targets is not null && mask != 0)
                    Require(double.IsFinite(Targets[trial, step, output]), Targets, trial, step, output, "finite numbers, or a mask of 0 there");
            }
        }

        if (total == 0)
            throw new InputException($"{Path}: mask: trial {trial + 1} has no step above 0; every trial must ask for something");
    }

    private void Require(bool holds, TrialArray array, int trial, int step, int channel, string allowed)
    {
        if (!holds)
            throw new InputException($"{Path}{array.Place(trial, step, channel)} is {array[trial, step, channel]}; allowed are {allowed}");
    }
}
