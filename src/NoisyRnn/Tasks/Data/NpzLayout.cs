using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// Which axis of x [trials, a, b] is the steps: a, as documented, or a longer b that y, mask or lengths fit alone. Nothing makes a
/// shorter b the steps unsaid, for as many outputs as channels look the same.
/// </summary>
internal static class NpzLayout
{
    /// <summary>The layout, as the arrays have it.</summary>
    /// <exception cref="InputException">It cannot be told.</exception>
    internal static SequenceLayout Of(string path, NpzFile file, (string Name, NpyArray Array) x, string y, string? mask, string? lengths)
    {
        if (x.Array.Shape is not [var trials, var second, var third])
            return SequenceLayout.Auto;
        var (fitsSecond, fitsThird, shorter, longer) = (true, true, Math.Min(second, third), Math.Max(second, third));
        foreach (var name in new[] { IsOneHot() ? null : y, mask }.OfType<string>())
        {
            if (Shape(name) is not [var rows, var steps, ..] shape || rows != trials || (shape.Length == 2 && (steps == 1 || (steps != second && steps != third))))
                continue;
            fitsSecond &= steps == second;
            fitsThird &= steps == third || (shape.Length == 3 && shape[^1] == third);
            if ((name == y && shape.Length == 2 && steps == shorter) || (third < second && fitsThird && !fitsSecond))
                throw Unclear($" and {name} {file.Header(name)}: {shorter} steps, or {longer} steps and {shorter} {(name == y ? "outputs" : "channels")}? nothing tells;");
        }

        // Shorter lengths fit both axes.
        if (second != third && lengths is not null && file.Find(lengths) is { Length: > 0 } own && own.ToDouble().Max() is var longest)
        {
            if (longest == third && third < second)
                throw Unclear($" and {lengths} at most {third}: {second} steps that none has, or {third} steps of {second} channels? nothing tells;");
            (fitsSecond, fitsThird) = (fitsSecond && longest != third, fitsThird && longest != second);
        }

        return second >= third || !fitsThird ? SequenceLayout.TrialsStepsChannels
            : !fitsSecond ? SequenceLayout.TrialsChannelsSteps
            : throw Unclear($": {second} steps of {third} channels, or {third} steps of {second} channels? neither y, mask nor lengths tells;");

        ImmutableArray<int>? Shape(string name) => file.Kind(name) is NpyKind.Numbers or NpyKind.Text ? file.Header(name)!.Shape : null;

        // Labels say nothing of steps.
        bool IsOneHot() => file.Kind(y) == NpyKind.Numbers && Shape(y) is [_, > 1] && SequenceLabels.OfOneHot(file.Find(y)!) is not null;

        InputException Unclear(string question) => new($"{path}: {x.Name} is {x.Array}{question} "
            + $"task.layout: {Catalogue.NameOf(SequenceLayout.TrialsStepsChannels)} or {Catalogue.NameOf(SequenceLayout.TrialsChannelsSteps)} does");
    }
}
