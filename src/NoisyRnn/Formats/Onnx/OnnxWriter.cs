namespace NoisyRnn.Formats;

/// <summary>Writes a graph as an ONNX file: the same bytes for the same content.</summary>
internal static class OnnxWriter
{
    // The operators of 2021 and later, the format of 2022: what runtimes of the last years know.
    private const int Operators = 17, Format = 8;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="metadata">What is said in words.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, OnnxGraph graph, IEnumerable<(string Key, string Text)> metadata)
    {
        var model = new WireMessage().Add(1, (long)Format).Add(2, "NoisyRnn").Add(7, graph.Message())
            .Add(8, new WireMessage().Add(1, "").Add(2, (long)Operators))
            .AddAll(14, metadata.Select(static entry => new WireMessage().Add(1, entry.Key).Add(2, entry.Text)));
        AtomicFile.Write(path, stream => stream.Write(model.Bytes));
    }
}
