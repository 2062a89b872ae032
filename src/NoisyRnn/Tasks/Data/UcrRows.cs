using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Sequences from a file of the UCR archive with a header (.ts, .arff): a line a trial, a value a step, the class last.</summary>
internal static class UcrRows
{
    /// <summary>Reads a file; null where it is in no such form.</summary>
    /// <exception cref="InputException">It is, and holds what is not read, or more was said of its form than there is to say.</exception>
    internal static SequenceTable? Find(string path, SequenceForm form)
    {
        if (UcrHeaderForm.Read(path) is not { } rows)
            return null;
        var said = form.Header is not null ? "header" : form.Label.Length > 0 ? "label" : form.SaysIndex ? "index" : form.Layout != SequenceLayout.Auto ? "layout" : "";
        if (said.Length > 0)
            throw new InputException($"{path}: task.{said} says how an npz or CSV file is read, and this is a .ts or .arff file, whose class stands last; allowed is to leave it out");
        foreach (var (line, label, _) in rows)
        {
            if (CsvTable.IsMissing(label) || label == "?")
                throw new InputException($"{path}:{line}: no class; allowed is a whole number or a word");
        }

        return new SequenceTable(path, TrialArray.Of([.. rows.SelectMany(static row => row.Values)], 1, [.. rows.Select(static row => row.Values.Length)], (trial, step, _) => $":{rows[trial].Line}: step {step + 1}"),
            SequenceLabels.OfTexts([.. rows.Select(static row => row.Class)]), null, null, "the class last");
    }
}
