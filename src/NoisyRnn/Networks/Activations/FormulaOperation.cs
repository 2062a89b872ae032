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

    // Of variables alone: they have no slope, so that no activation has them.
    Variable,
    Sign,
    Floor,
    Less,
    AtMost,
    Equal,
    Unequal,
}
