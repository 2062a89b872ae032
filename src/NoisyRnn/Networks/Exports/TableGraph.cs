using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>Reads tables of activations in ONNX operators.</summary>
internal static class TableGraph
{
    /// <summary>Adds f(a).</summary>
    /// <param name="terms">The graph.</param>
    /// <param name="tables">A table a unit, or one for all; of one spacing and length.</param>
    /// <param name="a">a. [trials, units]</param>
    public static string Add(GraphTerms terms, ActivationTable[] tables, string a)
    {
        var (half, length) = (tables[0].Half, tables[0].Values.Length);
        var values = terms.Constant(Flat("table", tables, static table => table.Values));
        var slopes = terms.Constant(Flat("table_slopes", tables, static table => table.Slopes));
        // What is no number has no place in a table; it comes back in the last line.
        var number = terms.Where(terms.Of("IsNaN", a), terms.Number(0), a);
        var whole = terms.Product(number, terms.Number(1 / tables[0].Spacing));
        var position = terms.Graph.Add("Clip", [whole, terms.Number(-half), terms.Number(half)]);
        var left = terms.Of("Floor", terms.Graph.Add("Clip", [position, terms.Number(-half), terms.Number(half - 1)]));
        var t = terms.Difference(position, left);
        var first = tables.Select((_, unit) => ((long)unit * length) + half).ToArray();
        var at = terms.Sum(terms.Graph.Add("Cast", [left], OnnxAttribute.Of("to", 7L)), terms.Graph.Wholes("table_start", first));
        var next = terms.Sum(at, terms.Graph.Wholes("one", 1));
        var (f, g) = (Read(values, at), Read(values, next));
        var (rise, rest) = (terms.Difference(g, f), terms.Difference(terms.Number(1), t));
        var bendLeft = terms.Difference(Read(slopes, at), rise);
        var bendRight = terms.Difference(rise, Read(slopes, next));
        var bend = terms.Product(terms.Product(t, rest), terms.Sum(terms.Product(rest, bendLeft), terms.Product(t, bendRight)));
        var beyond = terms.Difference(whole, position);
        var last = terms.Where(terms.Graph.Add("Less", [beyond, terms.Number(0)]), Ends(0), Ends(length - 1));
        var straight = terms.Where(terms.Graph.Add("Equal", [beyond, terms.Number(0)]), terms.Number(0), terms.Product(beyond, last));
        return terms.Sum(terms.Sum(terms.Sum(f, terms.Product(t, rise)), terms.Sum(bend, straight)), terms.Difference(a, number));

        string Read(string table, string places) => terms.Graph.Add("Gather", [table, places], OnnxAttribute.Of("axis", 0));

        string Ends(int place) => terms.Constant(Tensor.Of("table_end", [tables.Length], [.. tables.Select(table => table.Slopes[place])]));
    }

    private static Tensor Flat(string name, ActivationTable[] tables, Func<ActivationTable, double[]> of) =>
        Tensor.Of(name, [tables.Length * tables[0].Values.Length], [.. tables.SelectMany(of)]);
}
