using System.Collections.Immutable;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>Where a formula goes from one branch to another.</summary>
internal static class FormulaKinks
{
    private const double Same = 1e-12;

    /// <summary>The places, in order; two that lie nearer than the spacing of the search may be missed.</summary>
    /// <param name="steps">The formula.</param>
    /// <param name="farthest">How far from 0 they are looked for.</param>
    /// <param name="spacing">How far apart the search looks.</param>
    public static ImmutableArray<double> Of(ImmutableArray<FormulaStep> steps, double farthest, double spacing)
    {
        int[] switching = [.. Enumerable.Range(0, steps.Length).Where(k => Switches(steps[k]))];
        if (switching.Length == 0)
            return [];
        var found = new SortedSet<double>();
        var before = Sides(-farthest);
        for (var k = 1; k <= 2 * farthest / spacing; k++)
        {
            var (left, right) = (-farthest + ((k - 1) * spacing), -farthest + (k * spacing));
            var after = Sides(right);
            for (var i = 0; i < switching.Length; i++)
            {
                if (before[i] != after[i])
                    found.Add(Crossing(i, left, right, before[i]));
            }

            before = after;
        }

        var kinks = ImmutableArray.CreateBuilder<double>();
        foreach (var kink in found)
        {
            if (kinks.Count == 0 || kink - kinks[^1] > Same * Math.Max(1, Math.Abs(kink)))
                kinks.Add(kink);
        }

        return kinks.ToImmutable();

        double Crossing(int which, double left, double right, int side)
        {
            // To the last bit: a number between two neighbours is one of them.
            for (var middle = 0.5 * (left + right); middle > left && middle < right; middle = 0.5 * (left + right))
                (left, right) = Sides(middle)[which] == side ? (middle, right) : (left, middle);
            return Math.Abs(left) < Same && left * right <= 0 ? 0 : right;
        }

        int[] Sides(double a)
        {
            var values = new Real[steps.Length];
            for (var k = 0; k < values.Length; k++)
                values[k] = steps[k].Operation == FormulaOperation.Argument ? new(a) : steps[k].Apply(steps[k].X < 0 ? default : values[steps[k].X], steps[k].Y < 0 ? default : values[steps[k].Y]);
            return [.. switching.Select(k => Side(steps[k], values))];
        }
    }

    private static bool Switches(FormulaStep step) => step switch
    {
        { Operation: FormulaOperation.Maximum or FormulaOperation.Minimum or FormulaOperation.Quotient } => true,
        { Operation: FormulaOperation.Absolute or FormulaOperation.Relu or FormulaOperation.Sqrt or FormulaOperation.Log } => true,
        { Operation: FormulaOperation.Power } => step.Factors is not >= 0,
        _ => false,
    };

    // Not a number is a side of its own.
    private static int Side(FormulaStep step, Real[] values)
    {
        var difference = step.Operation switch
        {
            FormulaOperation.Maximum or FormulaOperation.Minimum => values[step.X].Value - values[step.Y].Value,
            FormulaOperation.Quotient => values[step.Y].Value,
            _ => values[step.X].Value,
        };
        return difference > 0 ? 1 : difference < 0 ? -1 : difference == 0 ? 0 : 2;
    }
}
