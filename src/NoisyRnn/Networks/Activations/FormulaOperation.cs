namespace NoisyRnn.Networks;

/// <summary>What a term of a formula is.</summary>
internal enum FormulaOperation
{
    Argument,
    Number,
    Pi,
    Euler,
    Sum,
    Difference,
    Product,
    Quotient,
    Negative,
    Power,
    Maximum,
    Minimum,
    Absolute,
    Exp,
    Log,
    Sqrt,
    Tanh,
    Sigmoid,
    SoftPlus,
    Relu,
    Erf,
    Sin,
    Cos,
}
