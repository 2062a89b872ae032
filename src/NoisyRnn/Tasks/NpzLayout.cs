using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Which axis of x [trials, a, b] is the steps: the one that y, mask and lengths fit.</summary>
internal static class NpzLayout
{
    /// <summary>The layout, as the arrays have it.</summary>
    /// <exception cref="InputException">It cannot be told, and there would be fewer steps than channels.</exception>
    internal static SequenceLayout Of(string path, NpzFile file, (string Name, NpyArray Array) x, string y, string? mask, string? lengths)
    {
        if (x.Array.Shape is not [var trials, var second, var third])
            return SequenceLayout.Auto;
        var (isSecond, isThird) = (true, true);
        foreach (var shape in new[] { IsOneHot() ? null : Shape(y), Shape(mask) }.OfType<ImmutableArray<int>>())
        {
            if (shape is [var rows, var steps, ..] && rows == trials && (shape.Length == 3 || (steps > 1 && (steps == second || steps == third))))
            {
                isSecond &= steps == second;
                isThird &= steps == third || (shape is [_, _, var last] && last == third);
            }
        }

        if (lengths is not null && file.Find(lengths) is { Length: > 0 } own && own.ToDouble().Max() is var longest)
        {
            isSecond &= longest <= second && (longest != third || second == third);
            isThird &= longest <= third && (longest != second || second == third);
        }

        return isThird && !isSecond ? SequenceLayout.TrialsChannelsSteps
            : isSecond && isThird && second < third ? throw new InputException($"{path}: {x.Name} is {x.Array}: {second} steps of {third} channels, or {third} steps of {second} channels? "
                + $"neither y, mask nor lengths tells; task.layout: {Catalogue.NameOf(SequenceLayout.TrialsStepsChannels)} or {Catalogue.NameOf(SequenceLayout.TrialsChannelsSteps)} does")
            : SequenceLayout.TrialsStepsChannels;

        ImmutableArray<int>? Shape(string? name) => name is not null && file.Kind(name) is NpyKind.Numbers or NpyKind.Text ? file.Header(name!)!.Shape : null;

        // Labels say nothing of steps.
        bool IsOneHot() => file.Kind(y) == NpyKind.Numbers && Shape(y) is [_, > 1] && SequenceLabels.OfOneHot(file.Find(y)!) is not null;
    }
}
