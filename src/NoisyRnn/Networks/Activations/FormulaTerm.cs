using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>A term of a formula, as it was written: an operation on none, one or two terms.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="X">The first operand; null where there is none.</param>
/// <param name="Y">The second; null where there is none.</param>
/// <param name="Number">The number, where the operation is one.</param>
internal sealed record FormulaTerm(FormulaOperation Operation, FormulaTerm? X = null, FormulaTerm? Y = null, double Number = 0)
{
    private const int OfComparison = 0, OfSum = 1, OfProduct = 2, OfSign = 3, OfPower = 4, Whole = 5;

    /// <summary>The names of constants and functions, and how many arguments each takes: 0, 1, or 2 and more.</summary>
    public static IReadOnlyDictionary<string, (FormulaOperation Operation, int Arguments)> Names { get; } = new Dictionary<string, (FormulaOperation, int)>(StringComparer.Ordinal)
    {
        ["a"] = (FormulaOperation.Argument, 0),
        ["pi"] = (FormulaOperation.Pi, 0),
        ["e"] = (FormulaOperation.Euler, 0),
        ["max"] = (FormulaOperation.Maximum, 2),
        ["min"] = (FormulaOperation.Minimum, 2),
        ["abs"] = (FormulaOperation.Absolute, 1),
        ["exp"] = (FormulaOperation.Exp, 1),
        ["log"] = (FormulaOperation.Log, 1),
        ["sqrt"] = (FormulaOperation.Sqrt, 1),
        ["tanh"] = (FormulaOperation.Tanh, 1),
        ["sigmoid"] = (FormulaOperation.Sigmoid, 1),
        ["softplus"] = (FormulaOperation.SoftPlus, 1),
        ["relu"] = (FormulaOperation.Relu, 1),
        ["erf"] = (FormulaOperation.Erf, 1),
        ["sin"] = (FormulaOperation.Sin, 1),
        ["cos"] = (FormulaOperation.Cos, 1),
    };

    /// <summary>The same of a formula of variables.</summary>
    public static IReadOnlyDictionary<string, (FormulaOperation Operation, int Arguments)> NamesBesideVariables { get; } =
        new Dictionary<string, (FormulaOperation, int)>(Names.Where(static name => name.Value.Item1 != FormulaOperation.Argument), StringComparer.Ordinal)
        {
            ["sign"] = (FormulaOperation.Sign, 1),
            ["floor"] = (FormulaOperation.Floor, 1),
        };

    /// <summary>The name of the variable, where the term is one; its number is then its place.</summary>
    public string Variable { get; init; } = "";

    /// <summary>Whether it depends on a.</summary>
    public bool HasArgument => Operation == FormulaOperation.Argument || X?.HasArgument == true || Y?.HasArgument == true;

    /// <summary>The one text of the term: only the brackets that are needed, blanks in one way, the shortest digits.</summary>
    public override string ToString() => Operation switch
    {
        FormulaOperation.Number => ScalarText.Of(Number),
        FormulaOperation.Variable => Variable,
        FormulaOperation.Less => $"{X!.Within(OfSum)} < {Y!.Within(OfSum)}",
        FormulaOperation.AtMost => $"{X!.Within(OfSum)} <= {Y!.Within(OfSum)}",
        FormulaOperation.Equal => $"{X!.Within(OfSum)} == {Y!.Within(OfSum)}",
        FormulaOperation.Unequal => $"{X!.Within(OfSum)} != {Y!.Within(OfSum)}",
        FormulaOperation.Sum => $"{X!.Within(OfSum)} + {Y!.Within(OfProduct)}",
        FormulaOperation.Difference => $"{X!.Within(OfSum)} - {Y!.Within(OfProduct)}",
        FormulaOperation.Product => $"{X!.Within(OfProduct)} * {Y!.Within(OfSign)}",
        FormulaOperation.Quotient => $"{X!.Within(OfProduct)} / {Y!.Within(OfSign)}",
        FormulaOperation.Negative => $"-{X!.Within(OfSign)}",
        FormulaOperation.Power => $"{X!.Within(Whole)}^{Y!.Within(OfSign)}",
        _ => $"{Name}{(X is null ? "" : $"({Arguments})")}",
    };

    private string Name => Names.Concat(NamesBesideVariables).First(name => name.Value.Operation == Operation).Key;

    // max(max(x, y), z) is max(x, y, z).
    private string Arguments => Y is null ? $"{X}" : $"{(X!.Operation == Operation ? X.Arguments : X)}, {Y}";

    private int Strength => Operation switch
    {
        FormulaOperation.Less or FormulaOperation.AtMost or FormulaOperation.Equal or FormulaOperation.Unequal => OfComparison,
        FormulaOperation.Sum or FormulaOperation.Difference => OfSum,
        FormulaOperation.Product or FormulaOperation.Quotient => OfProduct,
        FormulaOperation.Negative => OfSign,
        FormulaOperation.Power => OfPower,
        _ => Whole,
    };

    private string Within(int strength) => Strength < strength ? $"({this})" : ToString();
}
