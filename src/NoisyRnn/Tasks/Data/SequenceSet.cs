using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>All trials of a task, of one file or of the files of its parts, one after the other; their classes are the same in all.</summary>
internal sealed class SequenceSet
{
    private const int MostClasses = 1000;
    private readonly ImmutableArray<SequenceTable> _tables;
    private readonly ImmutableArray<int> _classes;
    private readonly ImmutableArray<double[]> _stepClasses;

    /// <summary>Puts tables together.</summary>
    /// <param name="tables">One or more.</param>
    /// <exception cref="InputException">They do not belong together, or labels are no classes.</exception>
    internal SequenceSet(ImmutableArray<SequenceTable> tables)
    {
        (_tables, _stepClasses) = (tables, []);
        var first = tables[0];
        foreach (var table in tables.Skip(1))
        {
            var (key, mine, other) = table.Inputs.Channels != first.Inputs.Channels ? ("inputs", table.Inputs.Channels, first.Inputs.Channels)
                : (table.Labels is null) != (first.Labels is null) ? ("labels a trial", table.Labels is null ? 0 : 1, first.Labels is null ? 0 : 1)
                : table.Targets?.Channels != first.Targets?.Channels ? ("targets", table.Targets!.Channels, first.Targets!.Channels)
                : ("", 0, 0);
            if (key.Length > 0)
                throw new InputException($"{table.Path}: {mine} {key}, and {other} in {(table.Path == first.Path ? "the training part" : first.Path)}; allowed are as many in all parts");
        }

        if (first.Labels is null)
        {
            (_classes, ClassNames) = ([], []);
            return;
        }

        foreach (var table in tables.Where(static table => table.Labels!.Words is null))
        {
            if (Array.FindIndex(table.Labels!.Numbers, static y => y != Math.Floor(y) || !double.IsFinite(y)) is var wrong and >= 0)
                throw new InputException($"{table.Path}: y: label {table.Labels.Numbers[wrong]} of trial {wrong + 1} is not allowed; whole numbers or words (or targets for every step)");
        }

        var (classes, names) = SequenceLabels.Together([.. tables.Select(static table => table.Labels!)])
            ?? throw new InputException($"{tables[^1].Path}: labels are words in one part and numbers in another; allowed are the same in all parts");
        RequireClasses(names.Length, "y has");
        (_classes, ClassNames) = (classes, [.. names]);
    }

    private SequenceSet(SequenceSet set, ImmutableArray<double[]> stepClasses, ImmutableArray<string> names) =>
        (_tables, _classes, _stepClasses, ClassNames) = (set._tables, set._classes, stepClasses, names);

    /// <summary>The labels of the classes, ascending; empty where there are targets.</summary>
    internal ImmutableArray<string> ClassNames { get; }

    /// <summary>The class of each trial, from 0; empty where there is none, or one at each step.</summary>
    internal ImmutableArray<int> Classes => _classes;

    /// <summary>The tables.</summary>
    internal ImmutableArray<SequenceTable> Tables => _tables;

    /// <summary>Number of trials.</summary>
    internal int Trials => _tables.Sum(static table => table.Trials);

    /// <summary>T: of the longest.</summary>
    internal int Steps => _tables.Max(static table => table.Inputs.Steps);

    /// <summary>I.</summary>
    internal int Channels => _tables[0].Inputs.Channels;

    /// <summary>O: classes, or target channels.</summary>
    internal int Outputs => ClassNames.IsEmpty ? _tables[0].Targets!.Channels : ClassNames.Length;

    /// <summary>Number of steps of a trial.</summary>
    internal int LengthOf(int item) => Find(item) is var (table, trial) ? _tables[table].Inputs.LengthOf(trial) : 0;

    /// <summary>
    /// Where classes are asked for, a single target at each step whose values are whole numbers of at least 0, or words, is the class
    /// there. Where they are not, words are no targets.
    /// </summary>
    /// <exception cref="InputException">Targets are words, and no classes are asked for; or there are too few or too many.</exception>
    internal SequenceSet Asking(bool forClasses)
    {
        if (_tables[0].Targets is not { Channels: 1 })
            return this;
        var words = _tables.Count(static table => !table.Words.IsEmpty);
        if (words > 0 && (words < _tables.Length || !forClasses))
            throw new InputException($"{_tables[0].Path}: targets are words ({string.Join(", ", _tables.SelectMany(static table => table.Words).Take(3))}, ...); allowed are {(forClasses ? "words in all parts" : "numbers, or training.loss: cross-entropy")}");
        if (!forClasses)
            return this;
        if (words > 0)
        {
            ImmutableArray<string> names = [.. _tables.SelectMany(static table => table.Words).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            RequireClasses(names.Length, "there are");
            // A word has another number in each file; here, one for all.
            return new(this, [.. _tables.Select(table => names.Select(name => (double)table.Words.IndexOf(name)).ToArray())], names);
        }

        var values = new SortedSet<double>();
        string? negative = null;
        foreach (var (table, trial, step) in Asked())
        {
            var value = table.Targets![trial, step, 0];
            if (value != Math.Floor(value))
                return this;
            if (value < 0)
                negative ??= $"{table.Path}{table.Targets.Place(trial, step, 0)} is {ScalarText.Of(value)}";
            values.Add(value);
            if (values.Count > MostClasses)
                return this;
        }

        if (negative is not null)
            throw new InputException($"{negative}; allowed as a class is a whole number of at least 0, or a word; where nothing is asked (ignore_index, padding), a mask of 0 there says so");
        double[] distinct = [.. values];
        RequireClasses(distinct.Length, "the targets have");
        return new(this, [.. _tables.Select(_ => distinct)], [.. distinct.Select(ScalarText.Of)]);
    }

    /// <summary>Writes one trial.</summary>
    internal void Fill(int item, Trial trial)
    {
        var (number, own) = Find(item);
        var table = _tables[number];
        for (var t = 0; t < table.Inputs.LengthOf(own); t++)
        {
            for (var i = 0; i < Channels; i++)
                trial.Inputs[t, i] = table.Inputs[own, t, i];
            for (var o = 0; o < Outputs; o++)
            {
                var mask = trial.Mask[t, o] = table.Mask(own, t, o);
                trial.Targets[t, o] = !_classes.IsEmpty ? mask != 0 && _classes[item] == o ? 1 : 0
                    : !_stepClasses.IsEmpty ? mask != 0 && table.Targets![own, t, 0] == _stepClasses[number][o] ? 1 : 0
                    : table.Targets![own, t, o] is var target && (mask != 0 || double.IsFinite(target)) ? target : 0;
            }
        }
    }

    /// <summary>What was read of a table, in a line.</summary>
    internal string Line(int number)
    {
        var table = _tables[number];
        var trials = Enumerable.Range(0, table.Trials);
        var outputs = ClassNames.IsEmpty ? DataLine.Count(Outputs, "target")
            : !_classes.IsEmpty ? DataLine.Classes(ClassNames, Counts(_classes.AsSpan(_tables.Take(number).Sum(static before => before.Trials), table.Trials)))
            : $"{DataLine.Count(ClassNames.Length, "class")} at each step ({string.Join(", ", ClassNames.Take(20))}{(ClassNames.Length > 20 ? ", ..." : "")})";
        var line = DataLine.Of(table.Trials, "trial", table.Inputs.Steps, Channels, outputs, trials.Min(table.Inputs.LengthOf));
        var part = _tables.Length == 1 ? "" : $"{(number == 0 ? "training" : number < _tables.Length - 1 ? "validation" : "test")}: ";
        return $"{part}{table.Path}: {line}{(table.Said.Length > 0 ? $"; {table.Said}" : "")}";
    }

    private int[] Counts(ReadOnlySpan<int> classes)
    {
        var counts = new int[ClassNames.Length];
        foreach (var c in classes)
            counts[c]++;
        return counts;
    }

    private IEnumerable<(SequenceTable Table, int Trial, int Step)> Asked() =>
        from table in _tables
        from trial in Enumerable.Range(0, table.Trials)
        from step in Enumerable.Range(0, table.Inputs.LengthOf(trial))
        where table.Mask(trial, step, 0) != 0
        select (table, trial, step);

    private (int Table, int Trial) Find(int item)
    {
        var table = 0;
        for (; item >= _tables[table].Trials; table++)
            item -= _tables[table].Trials;
        return (table, item);
    }

    private void RequireClasses(int count, string what)
    {
        if (count is < 2 or > MostClasses)
            throw new InputException($"{_tables[0].Path}: {what} {count} different labels; allowed is 2 to {MostClasses}");
    }
}
