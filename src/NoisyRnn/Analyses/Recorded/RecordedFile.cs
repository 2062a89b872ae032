using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>Reads recorded outputs from an npz file.</summary>
/// <remarks>
/// Arrays: outputs [levels, draws, trials, steps, outputs], levels, and targets of the same trials, or labels; perhaps mask,
/// lengths, train_level, outputs_are and axes. What else is there is not read, unless its name is a slip of one of these.
/// </remarks>
public static class RecordedFile
{
    private static readonly string[] Names = ["outputs", "levels", "targets", "labels", "mask", "lengths", "train_level", "outputs_are", "axes"];

    /// <summary>Whether a file, of whatever format, is one of recorded outputs: an npz file with an array of that name, or of a name close to it.</summary>
    /// <param name="npz">The file.</param>
    public static bool Holds(NpzFile npz) => npz.Names.Any(static name => name == Names[0] || IsSlip(name, [Names[0]]));

    /// <summary>Reads a file.</summary>
    /// <param name="npz">The file.</param>
    /// <param name="said">What the user says beside the file.</param>
    /// <exception cref="InputException">An array is missing, misspelt or does not fit. File, array, what was found and what is allowed are named.</exception>
    public static RecordedOutputs Read(NpzFile npz, RecordedForm said)
    {
        RefuseSlips(npz);
        var (outputs, labels) = (Needed(npz, "outputs"), npz.Names.Contains("labels"));
        if (labels && npz.Names.Contains("targets"))
            throw new InputException($"{npz.File}: targets and labels; allowed is one of them");
        var asked = labels ? "labels" : "targets";
        var targets = Needed(npz, asked);
        var axes = Axes(npz, outputs, targets, labels, said.Axes);
        var levels = Levels(npz, axes);
        if (axes[RecordedAxis.Draws] < 2)
            throw new InputException($"{npz.File}: outputs of {axes}: one draw; a single draw has no variance and no unbiased bias^2; allowed are 2 draws or more, usual are 64");
        var trials = new RecordedTrials(npz, axes);
        var kind = said.OutputsAre ?? Said(npz);
        var isClasses = labels || kind is OutputKind.Logits or OutputKind.Probabilities || (kind is null && trials.AreLabels(targets));
        if (isClasses && (kind == OutputKind.Values || axes[RecordedAxis.Outputs] < 2))
            throw new InputException(kind == OutputKind.Values
                ? $"{npz.File}: outputs_are values, and {asked} are labels of classes; allowed is logits or probabilities, or targets of the outputs' shape"
                : $"{npz.File}: classes, and outputs of {axes}: a class has an output of its own; of one logit z save [0, z], of one probability p save [1 - p, p]");
        var (values, mask, remark) = isClasses ? Classes(npz, trials, asked, targets, axes) : (trials.Targets(asked), trials.Mask(isOfSteps: false, onlyLast: false), "");
        if (!isClasses && Array.FindIndex(values, static y => !double.IsFinite(y)) is >= 0 && Enumerable.Range(0, values.Length).Where(k => mask[k] != 0 && !double.IsFinite(values[k])).Select(static k => (int?)k).FirstOrDefault() is { } bad)
            throw new InputException($"{npz.File}: {asked}: {trials.Place(bad)}: {values[bad]}; allowed are finite targets, or a mask that is 0 there");
        var remarks = Remarks(npz, remark);
        if (isClasses && kind is null)
        {
            kind = ProbabilityRows.FirstFault(outputs, axes, mask) is null ? OutputKind.Probabilities : OutputKind.Logits;
            remarks = remarks.Add($"{npz.File}: the outputs are taken as {Catalogue.NameOf(kind.Value)}, for {(kind == OutputKind.Logits ? "not all of them" : "all of them are 0 or more and")} sum to 1 over the classes; outputs_are (or --outputs-are) says it for certain.");
        }
        else if (kind == OutputKind.Probabilities && ProbabilityRows.FirstFault(outputs, axes, mask) is { } fault)
        {
            throw new InputException($"{npz.File}: outputs_are probabilities: {fault}; allowed are numbers from 0 on that sum to 1 over the classes; are they logits?");
        }

        return new RecordedOutputs(npz.File, outputs, axes, kind ?? OutputKind.Values, values, mask)
        {
            Levels = levels, TrainingLevel = TrainingLevel(npz, said.TrainingLevel), Remarks = remarks,
        };
    }

    // A class a trial is asked at its last step, as in every task of classes.
    private static (double[] Targets, double[] Mask, string Remark) Classes(NpzFile npz, RecordedTrials trials, string name, NpyArray array, RecordedAxes axes)
    {
        var classes = axes[RecordedAxis.Outputs];
        if (name == "targets" && !trials.AreLabels(array))
        {
            var (distributions, weights) = (trials.Targets(name), trials.Mask(isOfSteps: true, onlyLast: false));
            var loss = RecordedOutputs.LossOf(OutputKind.Logits);
            for (var k = 0; k < distributions.Length; k += classes)
            {
                if (weights[k] != 0 && !loss.Accepts(distributions.AsSpan(k, classes)))
                    throw new InputException($"{npz.File}: {name}: {trials.Place(k)}: [{ScalarText.List(distributions.Skip(k).Take(Math.Min(classes, 5)))}{(classes > 5 ? ", ..." : "")}]; allowed are probabilities of the classes, which sum to 1, or labels");
            }

            return (distributions, weights, "");
        }

        var labels = trials.Labels(name, out var isPerTrial);
        var onlyLast = isPerTrial && !npz.Names.Contains("mask");
        var mask = trials.Mask(isOfSteps: true, onlyLast);
        var targets = new double[mask.Length];
        for (var k = 0; k < labels.Length; k++)
        {
            if (mask[k * classes] == 0)
                continue;
            if (!(labels[k] >= 0 && labels[k] < classes && labels[k] == Math.Floor(labels[k])))
                throw new InputException($"{npz.File}: {name}: {trials.Place(k * classes)[..^", output 1".Length]}: {labels[k]}; allowed are whole numbers from 0 to {classes - 1}, one for each of {classes} outputs{(labels[k] == classes ? " (are they counted from 1?)" : "")}{(name == "targets" ? $"; or targets of [trials, steps, outputs], not classes" : "")}");
            targets[(k * classes) + (int)labels[k]] = 1;
        }

        return (targets, mask, onlyLast ? $"{npz.File}: {name} has a class a trial: it is asked at the last step of each; a mask says otherwise." : "");
    }

    private static RecordedAxes Axes(NpzFile npz, NpyArray outputs, NpyArray targets, bool areLabels, string? said)
    {
        var where = $"{npz.File}: outputs";
        if (outputs.Length == 0)
            throw new InputException($"{where} is {outputs}: it is empty; allowed is one or more of each axis");
        if (Text(npz, "axes") is { } own && said is not null && own != said)
            throw new InputException($"{npz.File}: axes '{ShownText.Of(own)}', and --axes '{ShownText.Of(said)}'; allowed is one of them");
        if ((said ?? Text(npz, "axes")) is { } names)
            return RecordedAxes.Named(where, outputs, names);
        int[] sizes = [.. targets.Shape.Where(static n => n != 1)];
        return RecordedAxes.Usual(where, outputs, outputs.Shape.Length != 4 ? null
            : npz.Names.Contains("lengths") ? RecordedAxis.Steps
            : areLabels ? (sizes.Length == 1 ? RecordedAxis.Outputs : null)
            : targets.Shape is [_, 1, > 1] ? RecordedAxis.Outputs
            : targets.Shape is [_, > 1, 1] ? RecordedAxis.Steps
            : sizes.Length == 1 && outputs.Shape[2] == sizes[0] ? RecordedAxis.Outputs
            : null);
    }

    private static ImmutableArray<double> Levels(NpzFile npz, RecordedAxes axes)
    {
        var array = Needed(npz, "levels");
        ImmutableArray<double> levels = [.. array.ToDouble()];
        if (array.Shape.Count(static n => n != 1) > 1 || levels.Length != axes[RecordedAxis.Levels])
            throw new InputException($"{npz.File}: levels is {array}, and outputs of {axes}; allowed is a level for each of {axes[RecordedAxis.Levels]}");
        for (var k = 0; k < levels.Length; k++)
        {
            var fault = !double.IsFinite(levels[k]) ? "is not finite" : levels[k] < 0 ? "is negative" : k == 0 || levels[k] > levels[k - 1] ? null
                : levels[k] == levels[k - 1] ? "comes twice" : $"comes after {levels[k - 1]}";
            if (fault is not null)
                throw new InputException($"{npz.File}: levels [{ScalarText.List(levels.Take(20))}{(levels.Length > 20 ? ", ..." : "")}]: {levels[k]} {fault}; allowed are finite levels from 0 on, ascending, each once (order the outputs with them)");
        }

        return levels;
    }

    private static double? TrainingLevel(NpzFile npz, double? said)
    {
        if (npz.Find("train_level") is not { } array)
            return said;
        if (array.Length != 1)
            throw new InputException($"{npz.File}: train_level is {array}; allowed is one number");
        var level = array[0];
        if (!(level >= 0 && double.IsFinite(level)))
            throw new InputException($"{npz.File}: train_level: {level}; allowed is a finite number from 0 on, in the unit of levels; leave it out where it is not known");
        return said is null || said == level ? level : throw new InputException($"{npz.File}: train_level is {level}, and --train-level {said}; allowed is one of them");
    }

    private static OutputKind? Said(NpzFile npz)
    {
        if (Text(npz, "outputs_are") is not { } text)
            return null;
        var kinds = Enum.GetValues<OutputKind>();
        return Array.FindIndex(kinds, kind => Catalogue.NameOf(kind) == text) is >= 0 and var k ? kinds[k]
            : throw new InputException($"{npz.File}: outputs_are: {NearestName.Unknown("kind of outputs", text, [.. kinds.Select(static kind => Catalogue.NameOf(kind))])}");
    }

    // A single text, or several that are one list.
    private static string? Text(NpzFile npz, string name) => npz.FindText(name) is { } text ? string.Join(' ', text.Values.Take(20)).Trim() : null;

    private static NpyArray Needed(NpzFile npz, string name) => npz.Find(name) ?? throw new InputException(
        $"{npz.File}: no array '{name}'; found are {npz}; needed are outputs, levels, and targets or labels; allowed are mask, lengths, train_level, outputs_are and axes");

    private static void RefuseSlips(NpzFile npz)
    {
        var missing = Names.Where(name => !npz.Names.Contains(name)).ToArray();
        if (npz.Names.FirstOrDefault(name => !Names.Contains(name) && IsSlip(name, missing)) is { } slip)
            throw new InputException($"{npz.File}: {NearestName.Unknown("array", slip, missing)}");
    }

    // 'task' beside 'mask' is none.
    private static bool IsSlip(string name, string[] names) =>
        NearestName.Of(name, names) is { } near && (name.Length > 4 || char.ToLowerInvariant(name[0]) == near[0]);

    private static ImmutableArray<string> Remarks(NpzFile npz, string remark)
    {
        string[] unread = [.. npz.Names.Where(static name => !Names.Contains(name))];
        return
        [
            .. remark.Length > 0 ? [remark] : Array.Empty<string>(),
            .. unread.Length > 0 ? [$"{npz.File}: not read: {string.Join(", ", unread.Take(10).Select(ShownText.Of))}{(unread.Length > 10 ? ", ..." : "")}."] : Array.Empty<string>(),
        ];
    }
}
