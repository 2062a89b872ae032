using System.Collections.Immutable;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>A formula as a list of steps, each of values before it: what is alike is computed once, what is constant beforehand.</summary>
internal sealed class FormulaSteps
{
    private readonly ImmutableArray<FormulaStep>.Builder _steps = ImmutableArray.CreateBuilder<FormulaStep>();
    private readonly Dictionary<FormulaStep, int> _known = [];

    private FormulaSteps()
    {
    }

    /// <summary>The steps; the last is the formula.</summary>
    /// <param name="formula">The formula.</param>
    public static ImmutableArray<FormulaStep> Of(FormulaTerm formula)
    {
        var steps = new FormulaSteps();
        steps.Add(formula);
        return steps._steps.ToImmutable();
    }

    private int Add(FormulaTerm term) => term switch
    {
        { Operation: FormulaOperation.Argument or FormulaOperation.Number } => Add(new FormulaStep(term.Operation, -1, -1, term.Number)),
        { Operation: FormulaOperation.Pi } => Number(Math.PI),
        { Operation: FormulaOperation.Euler } => Number(Math.E),
        { HasArgument: false } => Number(Constant(term)),
        { Operation: FormulaOperation.Power } => Power(term.X!, term.Y!),
        _ => Add(new FormulaStep(term.Operation, Add(term.X!), term.Y is null ? -1 : Add(term.Y), 0)),
    };

    // x^c is one step; else x^y = exp(y log x), and e^y is exp y.
    private int Power(FormulaTerm x, FormulaTerm y)
    {
        if (!y.HasArgument)
            return Constant(y) is 0.5 ? Add(new FormulaStep(FormulaOperation.Sqrt, Add(x), -1, 0)) : Add(new FormulaStep(FormulaOperation.Power, Add(x), -1, Constant(y)));
        var exponent = Add(y);
        if (x.Operation != FormulaOperation.Euler)
            exponent = Add(new FormulaStep(FormulaOperation.Product, exponent, x.HasArgument ? Add(new FormulaStep(FormulaOperation.Log, Add(x), -1, 0)) : Number(Elementary.Log(Constant(x))), 0));
        return Add(new FormulaStep(FormulaOperation.Exp, exponent, -1, 0));
    }

    private static double Constant(FormulaTerm term) => term.Operation switch
    {
        FormulaOperation.Number => term.Number,
        FormulaOperation.Pi => Math.PI,
        FormulaOperation.Euler => Math.E,
        FormulaOperation.Power => new FormulaStep(FormulaOperation.Power, 0, -1, Constant(term.Y!)).Apply(new Real(Constant(term.X!)), default).Value,
        _ => new FormulaStep(term.Operation, 0, 0, 0).Apply(new Real(Constant(term.X!)), new Real(term.Y is null ? 0 : Constant(term.Y))).Value,
    };

    private int Number(double number) => Add(new FormulaStep(FormulaOperation.Number, -1, -1, number));

    private int Add(FormulaStep step)
    {
        if (_known.TryGetValue(step, out var place))
            return place;
        _steps.Add(step);
        return _known[step] = _steps.Count - 1;
    }
}
