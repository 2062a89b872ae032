using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>Arithmetic in a graph of ONNX operators, in float32 or float64. Values [trials, rows] are named.</summary>
/// <param name="Graph">The graph that receives the nodes.</param>
/// <param name="IsSingle">Whether numbers are float32.</param>
internal sealed record GraphTerms(OnnxGraph Graph, bool IsSingle)
{
    /// <summary>The type of all numbers.</summary>
    public TensorType Type => IsSingle ? TensorType.F32 : TensorType.F64;

    /// <summary>The same in the body of a loop.</summary>
    public GraphTerms Of(OnnxGraph body) => this with { Graph = body };

    /// <summary>A constant array in the graph's precision.</summary>
    public string Constant(Tensor tensor) => Graph.Constant(Rounded(tensor));

    /// <summary>What an input is unless the caller gives it.</summary>
    public void Default(Tensor tensor) => Graph.Default(Rounded(tensor));

    /// <summary>A constant vector; of equal numbers a single one.</summary>
    public string Constant(string name, ReadOnlySpan<double> values) => values.ContainsAnyExcept(values[0])
        ? Constant(Tensor.Of(name, [values.Length], values)) : Number(values[0], name);

    /// <summary>A constant number.</summary>
    public string Number(double value, string name = "number") => Constant(Tensor.Of(name, [], [value]));

    /// <summary>x + y.</summary>
    public string Sum(string x, string y) => Graph.Add("Add", [x, y]);

    /// <summary>x + y where there is a y, else x.</summary>
    public string With(string x, string? y) => y is null ? x : Sum(x, y);

    /// <summary>x - y.</summary>
    public string Difference(string x, string y) => Graph.Add("Sub", [x, y]);

    /// <summary>x y.</summary>
    public string Product(string x, string y) => Graph.Add("Mul", [x, y]);

    /// <summary>An operator of one input.</summary>
    public string Of(string operation, string x) => Graph.Add(operation, [x]);

    /// <summary>x (1 + p) + n; null where there is no such noise.</summary>
    public string Noisy(string x, string? n, string? p) => With(p is null ? x : Sum(x, Product(p, x)), n);

    /// <summary>x where the condition holds, else y.</summary>
    public string Where(string condition, string x, string y) => Graph.Add("Where", [condition, x, y]);

    /// <summary>W x + c for each trial. [trials, rows of W]</summary>
    /// <param name="x">[trials, columns of W].</param>
    /// <param name="weights">W.</param>
    /// <param name="c">c [rows] or [trials, rows]; null for none.</param>
    public string Affine(string x, string weights, string? c = null) =>
        Graph.Add("Gemm", c is null ? [x, weights] : [x, weights, c], OnnxAttribute.Of("transB", 1));

    /// <summary>Rows one after the other, cut in equal parts.</summary>
    public string[] Parts(string x, int parts, int rows) =>
        parts == 1 ? [x] : [.. Graph.Add("Split", [x, Graph.Wholes("parts", [.. Enumerable.Repeat((long)rows, parts)])], [.. Enumerable.Range(0, parts).Select(_ => Graph.Free("part"))], OnnxAttribute.Of("axis", 1))];

    /// <summary>Rows of several values, one after the other.</summary>
    public string Joined(params string[] parts) => Graph.Add("Concat", parts, OnnxAttribute.Of("axis", 1));

    private Tensor Rounded(Tensor tensor) => IsSingle ? tensor.ToSingle() : tensor;
}
