using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>Reads recorded outputs from a file of arrays.</summary>
/// <remarks>
/// Arrays: outputs [levels, draws, trials, steps, outputs], levels, and targets of the same trials, or labels; perhaps mask,
/// lengths, train_level, outputs_are, axes, and mean_matched, level 0 with the noise replaced by its mean. What else is there is not read, unless its name is a slip of one of these.
/// </remarks>
public static class RecordedFile
{
    private const string Mean = "mean_matched";

    private static readonly string[] Names = ["outputs", "levels", "targets", "labels", "mask", "lengths", "train_level", "outputs_are", "axes", Mean];

    /// <summary>Whether a file, of whatever format, is one of recorded outputs: it has an array of that name, or of a name close to it.</summary>
    /// <param name="file">The file.</param>
    public static bool Holds(RecordedArrays file) => file.Names.Any(static name => name == Names[0] || IsSlip(name, [Names[0]]));

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="said">What the user says beside the file.</param>
    /// <exception cref="InputException">An array is missing, misspelt or does not fit. File, array, what was found and what is allowed are named.</exception>
    public static RecordedOutputs Read(RecordedArrays file, RecordedForm said)
    {
        RefuseSlips(file);
        var (outputs, labels) = (Needed(file, "outputs"), file.Names.Contains("labels"));
        if (labels && file.Names.Contains("targets"))
            throw new InputException($"{file.File}: targets and labels; allowed is one of them");
        var asked = labels ? "labels" : "targets";
        var targets = Needed(file, asked);
        var axes = Axes(file, outputs, targets, labels, said.Axes);
        var levels = Levels(file, axes);
        if (axes[RecordedAxis.Draws] < 2)
            throw new InputException($"{file.File}: outputs of {axes}: one draw; a single draw has no variance and no unbiased bias^2; allowed are 2 draws or more, usual are 64");
        var matched = MeanMatched(file, axes, levels);
        var trials = new RecordedTrials(file, axes);
        var kind = said.OutputsAre ?? Said(file);
        var isClasses = labels || kind is OutputKind.Logits or OutputKind.Probabilities || (kind is null && trials.AreLabels(targets));
        if (isClasses && (kind == OutputKind.Values || axes[RecordedAxis.Outputs] < 2))
            throw new InputException(kind == OutputKind.Values
                ? $"{file.File}: outputs_are values, and {asked} are labels of classes; allowed is logits or probabilities, or targets of the outputs' shape"
                : $"{file.File}: classes, and outputs of {axes}: a class has an output of its own; of one logit z save [0, z], of one probability p save [1 - p, p]");
        var (values, mask, remark) = isClasses ? Classes(file, trials, asked, targets, axes) : (trials.Targets(asked), trials.Mask(isOfSteps: false, onlyLast: false), "");
        if (!isClasses && Array.FindIndex(values, static y => !double.IsFinite(y)) is >= 0 && Enumerable.Range(0, values.Length).Where(k => mask[k] != 0 && !double.IsFinite(values[k])).Select(static k => (int?)k).FirstOrDefault() is { } bad)
            throw new InputException($"{file.File}: {asked}: {trials.Place(bad)}: {values[bad]}; allowed are finite targets, or a mask that is 0 there");
        var remarks = Remarks(file, remark);
        if (isClasses && kind is null)
        {
            kind = ProbabilityRows.FirstFault(outputs, axes, mask) is null ? OutputKind.Probabilities : OutputKind.Logits;
            remarks = remarks.Add($"{file.File}: the outputs are taken as {Catalogue.NameOf(kind.Value)}, for {(kind == OutputKind.Logits ? "not all of them" : "all of them are 0 or more and")} sum to 1 over the classes; outputs_are (or --outputs-are) says it for certain.");
        }
        else if (kind == OutputKind.Probabilities && (ProbabilityRows.FirstFault(outputs, axes, mask) ?? (matched is var (mean, one) ? ProbabilityRows.FirstFault(mean, one, mask) : null)) is { } fault)
        {
            throw new InputException($"{file.File}: outputs_are probabilities: {fault}; allowed are numbers from 0 on that sum to 1 over the classes; are they logits?");
        }

        return new RecordedOutputs(file.File, outputs, axes, kind ?? OutputKind.Values, values, mask, matched)
        {
            Levels = levels, TrainingLevel = TrainingLevel(file, said.TrainingLevel), Remarks = remarks,
        };
    }

    // A class a trial is asked at its last step, as in every task of classes.
    private static (double[] Targets, double[] Mask, string Remark) Classes(RecordedArrays file, RecordedTrials trials, string name, NpyArray array, RecordedAxes axes)
    {
        var classes = axes[RecordedAxis.Outputs];
        if (name == "targets" && !trials.AreLabels(array))
        {
            var (distributions, weights) = (trials.Targets(name), trials.Mask(isOfSteps: true, onlyLast: false));
            var loss = RecordedOutputs.LossOf(OutputKind.Logits);
            for (var k = 0; k < distributions.Length; k += classes)
            {
                if (weights[k] != 0 && !loss.Accepts(distributions.AsSpan(k, classes)))
                    throw new InputException($"{file.File}: {name}: {trials.Place(k)}: [{ScalarText.List(distributions.Skip(k).Take(Math.Min(classes, 5)))}{(classes > 5 ? ", ..." : "")}]; allowed are probabilities of the classes, which sum to 1, or labels");
            }

            return (distributions, weights, "");
        }

        var labels = trials.Labels(name, out var isPerTrial);
        var onlyLast = isPerTrial && !file.Names.Contains("mask");
        var mask = trials.Mask(isOfSteps: true, onlyLast);
        var targets = new double[mask.Length];
        for (var k = 0; k < labels.Length; k++)
        {
            if (mask[k * classes] == 0)
                continue;
            if (!(labels[k] >= 0 && labels[k] < classes && labels[k] == Math.Floor(labels[k])))
                throw new InputException($"{file.File}: {name}: {trials.Place(k * classes)[..^", output 1".Length]}: {labels[k]}; allowed are whole numbers from 0 to {classes - 1}, one for each of {classes} outputs{(labels[k] == classes ? " (are they counted from 1?)" : "")}{(name == "targets" ? $"; or targets of [trials, steps, outputs], not classes" : "")}");
            targets[(k * classes) + (int)labels[k]] = 1;
        }

        return (targets, mask, onlyLast ? $"{file.File}: {name} has a class a trial: it is asked at the last step of each; a mask says otherwise." : "");
    }

    private static RecordedAxes Axes(RecordedArrays file, NpyArray outputs, NpyArray targets, bool areLabels, string? said)
    {
        var where = $"{file.File}: outputs";
        if (outputs.Length == 0)
            throw new InputException($"{where} is {outputs}: it is empty; allowed is one or more of each axis");
        if (file.Text("axes") is { } own && said is not null && own != said)
            throw new InputException($"{file.File}: axes '{ShownText.Of(own)}', and --axes '{ShownText.Of(said)}'; allowed is one of them");
        if ((said ?? file.Text("axes")) is { } names)
            return RecordedAxes.Named(where, outputs, names);
        int[] sizes = [.. targets.Shape.Where(static n => n != 1)];
        return RecordedAxes.Usual(where, outputs, outputs.Shape.Length != 4 ? null
            : file.Names.Contains("lengths") ? RecordedAxis.Steps
            : areLabels ? (sizes.Length == 1 ? RecordedAxis.Outputs : null)
            : targets.Shape is [_, 1, > 1] ? RecordedAxis.Outputs
            : targets.Shape is [_, > 1, 1] ? RecordedAxis.Steps
            : sizes.Length == 1 && outputs.Shape[2] == sizes[0] ? RecordedAxis.Outputs
            : null);
    }

    private static ImmutableArray<double> Levels(RecordedArrays file, RecordedAxes axes)
    {
        var array = Needed(file, "levels");
        ImmutableArray<double> levels = [.. array.ToDouble()];
        if (array.Shape.Count(static n => n != 1) > 1 || levels.Length != axes[RecordedAxis.Levels])
            throw new InputException($"{file.File}: levels is {array}, and outputs of {axes}; allowed is a level for each of {axes[RecordedAxis.Levels]}");
        for (var k = 0; k < levels.Length; k++)
        {
            var fault = !double.IsFinite(levels[k]) ? "is not finite" : levels[k] < 0 ? "is negative" : k == 0 || levels[k] > levels[k - 1] ? null
                : levels[k] == levels[k - 1] ? "comes twice" : $"comes after {levels[k - 1]}";
            if (fault is not null)
                throw new InputException($"{file.File}: levels [{ScalarText.List(levels.Take(20))}{(levels.Length > 20 ? ", ..." : "")}]: {levels[k]} {fault}; allowed are finite levels from 0 on, ascending, each once (order the outputs with them)");
        }

        return levels;
    }

    private static (NpyArray Array, RecordedAxes Axes)? MeanMatched(RecordedArrays file, RecordedAxes axes, ImmutableArray<double> levels)
    {
        if (file.Find(Mean) is not { } array)
            return null;
        if (levels[0] > 0)
            throw new InputException($"{file.File}: {Mean}, and levels from {levels[0]} on; it stands beside level 0, the noise simply off: record that too");
        return axes.OfOneLevel(array) is { } one ? (array, one)
            : throw new InputException($"{file.File}: {Mean} is {array}, and outputs of {axes}; allowed are the same axes without levels, and without draws where one stands for all");
    }

    private static double? TrainingLevel(RecordedArrays file, double? said)
    {
        if (file.Find("train_level") is not { } array)
            return said;
        if (array.Length != 1)
            throw new InputException($"{file.File}: train_level is {array}; allowed is one number");
        var level = array[0];
        if (!(level >= 0 && double.IsFinite(level)))
            throw new InputException($"{file.File}: train_level: {level}; allowed is a finite number from 0 on, in the unit of levels; leave it out where it is not known");
        return said is null || said == level ? level : throw new InputException($"{file.File}: train_level is {level}, and --train-level {said}; allowed is one of them");
    }

    private static OutputKind? Said(RecordedArrays file)
    {
        if (file.Text("outputs_are") is not { } text)
            return null;
        var kinds = Enum.GetValues<OutputKind>();
        return Array.FindIndex(kinds, kind => Catalogue.NameOf(kind) == text) is >= 0 and var k ? kinds[k]
            : throw new InputException($"{file.File}: outputs_are: {NearestName.Unknown("kind of outputs", text, [.. kinds.Select(static kind => Catalogue.NameOf(kind))])}");
    }

    private static NpyArray Needed(RecordedArrays file, string name) => file.Find(name) ?? throw new InputException(
        $"{file.File}: no array '{name}'; found are {file}; needed are outputs, levels, and targets or labels; allowed are mask, lengths, train_level, outputs_are, axes and mean_matched");

    private static void RefuseSlips(RecordedArrays file)
    {
        var missing = Names.Where(name => !file.Names.Contains(name)).ToArray();
        if (file.Names.FirstOrDefault(name => !Names.Contains(name) && IsSlip(name, missing)) is { } slip)
            throw new InputException($"{file.File}: {NearestName.Unknown("array", slip, missing)}");
    }

    // 'task' beside 'mask' is none.
    private static bool IsSlip(string name, string[] names) =>
        NearestName.Of(name, names) is { } near && (name.Length > 4 || char.ToLowerInvariant(name[0]) == near[0]);

    private static ImmutableArray<string> Remarks(RecordedArrays file, string remark)
    {
        string[] unread = [.. file.Names.Where(static name => !Names.Contains(name))];
        return
        [
            .. remark.Length > 0 ? [remark] : Array.Empty<string>(),
            .. unread.Length > 0 ? [$"{file.File}: not read: {string.Join(", ", unread.Take(10).Select(ShownText.Of))}{(unread.Length > 10 ? ", ..." : "")}."] : Array.Empty<string>(),
        ];
    }
}
