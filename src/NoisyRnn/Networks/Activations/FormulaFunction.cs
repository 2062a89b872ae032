using System.Collections.Concurrent;
using System.Collections.Immutable;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>A formula made ready: its steps, its program over lanes and its pieces, which are found when they are asked for.</summary>
internal sealed class FormulaFunction
{
    private static readonly ConcurrentDictionary<string, FormulaFunction> Known = new(StringComparer.Ordinal);
    private readonly Lazy<FormulaPieces> _pieces;

    /// <summary>Makes a formula ready.</summary>
    /// <param name="text">The formula.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public FormulaFunction(string text)
    {
        Steps = FormulaSteps.Of(FormulaParser.Parse(text));
        Program = new(Steps);
        _pieces = new(() => new FormulaPieces(Steps, Program));
    }

    /// <summary>The one of a text, made ready once.</summary>
    /// <param name="text">The formula.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static FormulaFunction Of(string text) => Known.GetOrAdd(text, static text => new FormulaFunction(text));

    /// <summary>The steps; the last is f.</summary>
    public ImmutableArray<FormulaStep> Steps { get; }

    /// <summary>f and its slope over lanes.</summary>
    public FormulaProgram Program { get; }

    /// <summary>The line cut where f is not smooth.</summary>
    public FormulaPieces Pieces => _pieces.Value;

    /// <summary>f as a plain function.</summary>
    public TReal Apply<TReal>(TReal a)
        where TReal : struct, IReal<TReal>
    {
        var values = new TReal[Steps.Length];
        for (var k = 0; k < values.Length; k++)
        {
            var step = Steps[k];
            values[k] = step.Operation == FormulaOperation.Argument ? a : step.Apply(step.X < 0 ? default : values[step.X], step.Y < 0 ? default : values[step.Y]);
        }

        return values[^1];
    }

    /// <summary>E f(a + s xi), its derivative in a, and Var f(a + s xi), xi ~ N(0, 1); f(a), f'(a) and 0 where s = 0.</summary>
    public (double Mean, double Slope, double Variance) Moments(double a, double s)
    {
        if (s == 0)
        {
            Span<double> value = stackalloc double[16], slope = stackalloc double[16];
            value.Fill(a);
            Program.Run<double>(value, value, slope);
            return (value[0], slope[0], 0);
        }

        if (!double.IsFinite(a) || !double.IsFinite(s))
            return (double.NaN, double.NaN, double.NaN);
        return Pieces.RuleAbout(a, s).Moments(a, s);
    }
}
