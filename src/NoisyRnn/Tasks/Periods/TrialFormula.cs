using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>A formula of the variables of a trial, made ready: "sign(evidence) * gain", "context == 1".</summary>
internal sealed class TrialFormula
{
    private readonly FormulaTerm _term;

    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="variables">The variables that it may use.</param>
    /// <exception cref="FormatException">It is none; the message says where and why.</exception>
    public TrialFormula(string text, IReadOnlyList<string> variables)
    {
        _term = FormulaParser.Parse(text, variables);
        Constant = Uses(_term) ? null : Of(_term, []);
        if (Constant is { } constant && !double.IsFinite(constant))
            throw new FormatException($"its value is {constant}; allowed is a finite number");
    }

    /// <summary>Its value where it uses no variable; else null.</summary>
    public double? Constant { get; }

    /// <summary>What is wrong with a formula; null where nothing is.</summary>
    public static string? ProblemOf(string text, IReadOnlyList<string> variables)
    {
        try
        {
            _ = new TrialFormula(text, variables);
            return null;
        }
        catch (FormatException error)
        {
            return $"'{Formats.ShownText.Of(text)}' is no formula of the variables: {error.Message}";
        }
    }

    /// <summary>Its value.</summary>
    /// <param name="values">The values of the variables, in their order.</param>
    public double Of(ReadOnlySpan<double> values) => Constant ?? Of(_term, values);

    /// <summary>Bounds of its value: it lies between them, and perhaps well within.</summary>
    /// <param name="bounds">Bounds of the variables.</param>
    public (double Low, double High) Bounds(ReadOnlySpan<(double Low, double High)> bounds) => Bounds(_term, bounds);

    private static bool Uses(FormulaTerm term) => term.Operation == FormulaOperation.Variable || (term.X is { } x && Uses(x)) || (term.Y is { } y && Uses(y));

    private static double Of(FormulaTerm term, ReadOnlySpan<double> values)
    {
        var x = term.X is null ? 0 : Of(term.X, values);
        var y = term.Y is null ? 0 : Of(term.Y, values);
        return term.Operation == FormulaOperation.Variable ? values[(int)term.Number] : Apply(term, x, y);
    }

    private static double Apply(FormulaTerm term, double x, double y) => term.Operation switch
    {
        FormulaOperation.Number => term.Number,
        FormulaOperation.Pi => Math.PI,
        FormulaOperation.Euler => Math.E,
        FormulaOperation.Sign => x > 0 ? 1 : x < 0 ? -1 : x,
        FormulaOperation.Floor => Math.Floor(x),
        FormulaOperation.Less => x < y ? 1 : 0,
        FormulaOperation.AtMost => x <= y ? 1 : 0,
        FormulaOperation.Equal => x == y ? 1 : 0,
        FormulaOperation.Unequal => x != y ? 1 : 0,
        FormulaOperation.Power => new FormulaStep(FormulaOperation.Power, 0, -1, y).Apply(new Real(x), default).Value,
        _ => new FormulaStep(term.Operation, 0, 0, 0).Apply(new Real(x), new Real(y)).Value,
    };

    // By the ends of the intervals, wherever that is enough.
    private static (double Low, double High) Bounds(FormulaTerm term, ReadOnlySpan<(double Low, double High)> bounds)
    {
        var x = term.X is null ? default : Bounds(term.X, bounds);
        var y = term.Y is null ? default : Bounds(term.Y, bounds);
        switch (term.Operation)
        {
            case FormulaOperation.Variable:
                return bounds[(int)term.Number];
            case FormulaOperation.Sin or FormulaOperation.Cos:
                return (-1, 1);
            case FormulaOperation.Less or FormulaOperation.AtMost or FormulaOperation.Equal or FormulaOperation.Unequal:
                return (0, 1);
            case FormulaOperation.Quotient when y.Low <= 0 && y.High >= 0:
                return (double.NegativeInfinity, double.PositiveInfinity);
        }

        double[] corners = [Apply(term, x.Low, y.Low), Apply(term, x.Low, y.High), Apply(term, x.High, y.Low), Apply(term, x.High, y.High)];
        var isFolded = term.Operation is FormulaOperation.Absolute or FormulaOperation.Power && x.Low < 0 && x.High > 0;
        return isFolded ? (Math.Min(0, corners.Min()), corners.Max()) : (corners.Min(), corners.Max());
    }
}
