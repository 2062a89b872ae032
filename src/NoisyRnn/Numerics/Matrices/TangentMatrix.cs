namespace NoisyRnn.Numerics;

/// <summary>
/// A square matrix with its derivative along one direction, or without: dual numbers over matrices, X + X' e with e^2 = 0.
/// What is written once over it gives a function of matrices and its Frechet derivative.
/// </summary>
/// <param name="scratch">Lends the memory.</param>
/// <param name="size">Rows and columns, a multiple of 16.</param>
/// <param name="differentiated">Whether it carries a derivative.</param>
internal readonly struct TangentMatrix(Scratch scratch, int size, bool differentiated)
{
    private readonly Memory<double> _value = scratch.Take(size * size);
    private readonly Memory<double> _tangent = differentiated ? scratch.Take(size * size) : default;

    /// <summary>X [size, size], zero at first.</summary>
    public Span<double> Value => _value.Span;

    /// <summary>X' [size, size], zero at first; empty without derivative.</summary>
    public Span<double> Tangent => _tangent.Span;

    /// <summary>this = x y; may be neither of them.</summary>
    public TangentMatrix SetProduct(TangentMatrix x, TangentMatrix y)
    {
        Clear();
        Product.Add<double>(x.Value, y.Value, Value, size, size, size);
        if (Tangent.IsEmpty)
            return this;
        Product.Add<double>(x.Value, y.Tangent, Tangent, size, size, size);
        Product.Add<double>(x.Tangent, y.Value, Tangent, size, size, size);
        return this;
    }

    /// <summary>this = x^-1 y, with the derivative x^-1 (y' - x' x^-1 y); may be neither of them. Overwrites x' and y'.</summary>
    public void SetQuotient(TangentMatrix x, TangentMatrix y)
    {
        using var factors = new LuFactorization(x.Value, size);
        factors.Solve(y.Value, Value, size);
        if (Tangent.IsEmpty)
            return;
        Rows.Scale<double>([-1], x.Tangent, size * size);
        Product.Add<double>(x.Tangent, Value, y.Tangent, size, size, size);
        factors.Solve(y.Tangent, Tangent, size);
    }

    /// <summary>this += c x.</summary>
    public void AddScaled(double c, TangentMatrix x)
    {
        Rows.AddScaled([c], x.Value, Value, size * size);
        if (!Tangent.IsEmpty)
            Rows.AddScaled([c], x.Tangent, Tangent, size * size);
    }

    /// <summary>this += c I.</summary>
    public void AddIdentity(double c)
    {
        for (var i = 0; i < size; i++)
            Value[i * (size + 1)] += c;
    }

    /// <summary>this = 0.</summary>
    public void Clear()
    {
        Value.Clear();
        Tangent.Clear();
    }

    /// <summary>this = c this.</summary>
    public void Scale(double c)
    {
        Rows.Scale([c], Value, size * size);
        if (!Tangent.IsEmpty)
            Rows.Scale([c], Tangent, size * size);
    }
}
