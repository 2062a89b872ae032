using System.Collections.Immutable;

namespace NoisyRnn.Networks;

/// <summary>Formulas in ONNX operators, a step an operator or a few.</summary>
internal static class FormulaGraph
{
    /// <summary>Adds f(a).</summary>
    /// <param name="terms">The graph.</param>
    /// <param name="steps">f.</param>
    /// <param name="a">a. [trials, units]</param>
    /// <param name="cumulative">Adds the normal distribution function, which the error function is made of.</param>
    public static string Add(GraphTerms terms, ImmutableArray<FormulaStep> steps, string a, Func<string, string> cumulative)
    {
        var names = new string[steps.Length];
        for (var k = 0; k < names.Length; k++)
        {
            var step = steps[k];
            var (x, y) = (step.X < 0 ? "" : names[step.X], step.Y < 0 ? "" : names[step.Y]);
            names[k] = step.Operation switch
            {
                FormulaOperation.Argument => a,
                FormulaOperation.Number => terms.Number(step.Number),
                FormulaOperation.Sum => terms.Sum(x, y),
                FormulaOperation.Difference => terms.Difference(x, y),
                FormulaOperation.Product => terms.Product(x, y),
                FormulaOperation.Quotient => terms.Graph.Add("Div", [x, y]),
                FormulaOperation.Negative => terms.Of("Neg", x),
                FormulaOperation.Power => terms.Graph.Add("Pow", [x, terms.Number(step.Number)]),
                FormulaOperation.Maximum => terms.Graph.Add("Max", [x, y]),
                FormulaOperation.Minimum => terms.Graph.Add("Min", [x, y]),
                FormulaOperation.Absolute => terms.Of("Abs", x),
                FormulaOperation.SoftPlus => ActivationGraph.Softened(terms, x),
                FormulaOperation.Erf => terms.Difference(terms.Product(terms.Number(2), cumulative(terms.Product(x, terms.Number(Math.Sqrt(2))))), terms.Number(1)),
                // ONNX Runtime has the cosine in float32 alone.
                FormulaOperation.Cos => terms.Of("Sin", terms.Sum(x, terms.Number(Math.PI / 2))),
                _ => terms.Of(step.Operation.ToString(), x),
            };
        }

        return names[^1];
    }
}
