using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// Sequences from an npz file: x [trials, steps] or [trials, steps, channels], or an object array of trials of different lengths; y
/// with labels (numbers, words or one-hot rows) or with targets or classes at each step; perhaps mask and lengths. Each may stand
/// there once, or once for training, validation and test (x_train, ...).
/// </summary>
internal static class SequenceNpz
{
    /// <summary>Reads a file: one table, or one for each part: training, validation (or null), test.</summary>
    /// <exception cref="InputException">Unreadable, or not in the form described; the array, what was found and what is allowed are named.</exception>
    internal static ImmutableArray<SequenceTable?> Read(string path, SequenceForm form)
    {
        using var file = NpzFile.Open(path);
        var names = new NpzNames(file);
        var parts = NpzNames.Parts.Where(names.Has).ToArray();
        if (parts.Length > 1 && (parts.Contains("") || !parts.Contains("train") || !parts.Contains("test")))
        {
            throw new InputException($"{path}: found are {file}; allowed are x and y alone, or x_train, y_train, x_test and y_test (with or without x_val, y_val)");
        }

        foreach (var role in new[] { "mask", "lengths" })
        {
            if (parts.Where(part => names.Find(role, part) is null).ToArray() is [var without, ..] lacking && lacking.Length < parts.Length)
                throw new InputException($"{path}: no array '{role}_{without}', and the other parts have theirs; allowed is {role} for each part, or for none; found are {file}");
        }

        return parts.Length > 1
            ? [.. NpzNames.Parts.Skip(1).Select(part => names.Has(part) ? Part(part) : null)]
            : [Part(parts.FirstOrDefault() ?? "")];

        SequenceTable Part(string part)
        {
            var x = names.Needed("x", part);
            var y = form.Label.Length == 0 ? names.Needed("y", part) : names.Chosen(form.Label, part, parts.Length <= 1);
            return new PartReader(path, file, form).Read(x, y, names.Find("mask", part), names.Find("lengths", part), names.Unread(y, parts.Length <= 1));
        }
    }

    private sealed class PartReader(string path, NpzFile file, SequenceForm form)
    {
        private TrialArray _inputs = null!;
        private SequenceLayout _layout = form.Layout;
        private bool _isStatic;

        internal SequenceTable Read(string x, string y, string? mask, string? lengths, IEnumerable<(string Name, bool IsMask)> unread)
        {
            var isRagged = file.Kind(x) == NpyKind.Objects;
            if (isRagged)
            {
                _inputs = NpzRagged.Read(path, x, file.FindRagged(x)!.Value, _layout);
            }
            else
            {
                var array = file.Find(x)!;
                _isStatic = array.Shape is [_, var columns] && columns == form.StaticChannels;
                array = AtOneStep(array);
                if (array.Shape is not ([> 0, > 0] or [> 0, > 0, > 0]))
                    throw Wrong(x, array, "[trials, steps] or [trials, steps, channels]");
                if (_layout == SequenceLayout.Auto)
                    _layout = _isStatic ? SequenceLayout.TrialsStepsChannels : NpzLayout.Of(path, file, (x, array), y, mask, lengths);
                _inputs = TrialArray.Of(x, array, _layout);
            }

            var own = lengths is null ? null : Lengths(lengths);
            if (own is not null)
                _inputs = _inputs.With(own);
            else if (!isRagged)
                RequireNoLengths(unread);
            var (labels, targets, words) = file.Kind(y) == NpyKind.Text ? OfText(y, file.FindText(y)!) : OfNumbers(y);
            return new SequenceTable(path, _inputs, labels, Cut(targets, own), mask is null ? null : Cut(Mask(mask, labels, targets), own),
                isRagged || _layout is SequenceLayout.Auto or SequenceLayout.TrialsStepsChannels ? "" : Catalogue.NameOf(_layout), words);
        }

        private (SequenceLabels?, TrialArray?, ImmutableArray<string>) OfText(string name, NpyText text)
        {
            if (IsOneEach(text.Shape))
                return (SequenceLabels.OfTexts([.. text.Values]), null, []);
            ImmutableArray<string> distinct = [.. text.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            var array = NpyArray.Of(text.Shape, [.. text.Values.Select(word => (double)distinct.BinarySearch(word, StringComparer.Ordinal))]);
            return (null, AtSteps(name, array) ?? throw Wrong(name, array, $"words [{_inputs.Trials}] or [{_inputs.Trials}, {_inputs.Steps}]"), distinct);
        }

        private (SequenceLabels?, TrialArray?, ImmutableArray<string>) OfNumbers(string name)
        {
            if (file.Kind(name) == NpyKind.Objects)
                return (null, Fitting(name, NpzRagged.Read(path, name, file.FindRagged(name)!.Value, _layout)), []);
            var array = file.Find(name)!;
            if (IsOneEach(array.Shape))
                return (new SequenceLabels(array.ToDouble(), null), null, []);
            var targets = AtSteps(name, array);
            var oneHot = array.Shape is [var rows, > 1] && rows == _inputs.Trials ? SequenceLabels.OfOneHot(array) : null;
            if (oneHot is not null && _isStatic)
                targets = null;
            if (oneHot is not null && targets is not null)
            {
                throw new InputException($"{path}: {name} is {array}, a single 1 in each row: one-hot labels, or targets at {_inputs.Steps} steps? "
                    + $"allowed are labels [{_inputs.Trials}] ({name}.argmax(1)) or targets [{_inputs.Trials}, {_inputs.Steps}, 1] ({name}[:, :, None])");
            }

            return oneHot is null && targets is null
                ? throw Wrong(name, array, $"[{_inputs.Trials}] (labels), [{_inputs.Trials}, classes] (labels, one-hot), [{_inputs.Trials}, {_inputs.Steps}] or [{_inputs.Trials}, {_inputs.Steps}, outputs] (targets){Hint(array)}")
                : (oneHot, targets, []);
        }

        private TrialArray Mask(string name, SequenceLabels? labels, TrialArray? targets)
        {
            if (file.Kind(name) == NpyKind.Objects)
                return Fitting(name, NpzRagged.Read(path, name, file.FindRagged(name)!.Value, _layout));
            var array = file.Find(name)!;
            var outputs = labels is null ? targets!.Channels : 1;
            return AtSteps(name, array) is { } mask && (mask.Channels == 1 || mask.Channels == outputs) ? mask
                : throw Wrong(name, array, $"[{_inputs.Trials}, {_inputs.Steps}]{(labels is null ? $" or [{_inputs.Trials}, {_inputs.Steps}, {outputs}]" : "")}");
        }

        private int[] Lengths(string name)
        {
            var array = file.Find(name)!;
            if (!IsOneEach(array.Shape))
                throw Wrong(name, array, $"[{_inputs.Trials}], the number of steps of each trial");
            var lengths = array.ToDouble();
            return Array.FindIndex(lengths, length => !(length >= 1 && length <= _inputs.Steps && length == Math.Floor(length))) is var wrong and >= 0
                ? throw new InputException($"{path}: {name}: {lengths[wrong]} of trial {wrong + 1} is not allowed; a whole number from 1 to {_inputs.Steps}")
                : [.. lengths.Select(static length => (int)length)];
        }

        // What is not read may say where trials end: padding would be read as data.
        private void RequireNoLengths(IEnumerable<(string Name, bool IsMask)> unread)
        {
            const int Most = 100;
            foreach (var (name, isMask) in unread.Take(Most).Where(array => file.Header(array.Name) is { Kind: NpyKind.Numbers, Shape: var shape } && shape.Length <= 3 && shape.Contains(_inputs.Trials)))
            {
                var array = file.Find(name)!;
                if (isMask ? AtSteps(name, array) is null : !IsOneEach(array.Shape))
                    continue;
                var values = array.ToDouble();
                var (low, high) = (values.Min(), values.Max());
                if (isMask && low != high)
                {
                    throw new InputException($"{path}: '{name}' is {array} and not read: does it say where trials end? allowed are an array lengths [{_inputs.Trials}], the number of steps of each trial, "
                        + $"or an array mask [{_inputs.Trials}, {_inputs.Steps}], 0 at the steps that are not asked");
                }

                if (!isMask && low >= 0 && high <= _inputs.Steps && low < _inputs.Steps && Array.TrueForAll(values, static value => value == Math.Floor(value)))
                    throw new InputException($"{path}: '{name}' is {array}, whole numbers from {low} to {high}, and not read: the lengths of trials? allowed is the name lengths; or, where it is something else, another name");
            }
        }

        // One value a trial: [N], [N, 1] or [1, N]; with a single step [N, 1] is a target.
        private bool IsOneEach(ImmutableArray<int> shape) =>
            shape.Count(n => n != 1) <= 1 && shape.Aggregate(1L, static (product, n) => product * n) == _inputs.Trials && (shape.Length == 1 || (shape.Length == 2 && _inputs.Steps > 1));

        // Of a network without time [trials, channels] is [trials, 1, channels].
        private NpyArray AtOneStep(NpyArray array) => _isStatic && array.Shape is [var trials, var channels] ? new NpyArray(array.Type, [trials, 1, channels], array.Bytes) : array;

        // In the layout of x, or else in the plain one.
        private TrialArray? AtSteps(string name, NpyArray array)
        {
            array = AtOneStep(array);
            foreach (var order in new[] { _layout, SequenceLayout.TrialsStepsChannels })
            {
                if (array.Shape.Length is 2 or 3 && TrialArray.Of(name, array, order) is var found && found.Trials == _inputs.Trials && found.Steps == _inputs.Steps && found.Channels > 0)
                    return found;
            }

            return null;
        }

        private TrialArray Fitting(string name, TrialArray array)
        {
            if (array.Trials != _inputs.Trials)
                throw new InputException($"{path}: {name} has {array.Trials} trials, and x has {_inputs.Trials}; allowed are as many");
            for (var trial = 0; trial < array.Trials; trial++)
            {
                if (array.LengthOf(trial) != _inputs.LengthOf(trial))
                    throw new InputException($"{path}: {name}: trial {trial + 1} has {array.LengthOf(trial)} steps, and {_inputs.LengthOf(trial)} in x; allowed are as many");
            }

            return array;
        }

        private static TrialArray? Cut(TrialArray? array, int[]? lengths) => lengths is null ? array : array?.With(lengths);

        // One label for each item of another axis of x.
        private string Hint(NpyArray array) => array.Shape is [var n] && n == _inputs.Steps && _layout != SequenceLayout.StepsTrialsChannels
            ? $"; with the trials on x's second axis, task.layout: {Catalogue.NameOf(SequenceLayout.StepsTrialsChannels)}" : "";

        private InputException Wrong(string name, NpyArray array, string allowed) => new($"{path}: {name} is {array}; allowed is {allowed}");
    }
}
