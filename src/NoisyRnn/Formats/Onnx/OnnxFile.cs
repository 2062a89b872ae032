using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// An ONNX file, read without being run, and checked before a native runtime sees it: every array lies in the file, no other file is asked for,
/// operators are the standard's, and what can be told of sizes and loops is within bounds.
/// </summary>
public sealed record OnnxFile
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>All of it.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Inputs that must be given.</summary>
    public required ImmutableArray<OnnxValue> Inputs { get; init; }

    /// <summary>Inputs that have a default.</summary>
    public required ImmutableArray<OnnxValue> Defaults { get; init; }

    /// <summary>Outputs.</summary>
    public required ImmutableArray<OnnxValue> Outputs { get; init; }

    /// <summary>What the file says of itself.</summary>
    public required ImmutableDictionary<string, string> Metadata { get; init; }

    /// <summary>The operators in it.</summary>
    public required ImmutableHashSet<string> Operators { get; init; }

    /// <summary>Whether it draws random numbers itself.</summary>
    public bool DrawsItself => Operators.Any(static name => name.StartsWith("Random", StringComparison.Ordinal) || name is "Bernoulli" or "Multinomial");

    /// <summary>The numbers that an input is unless the caller gives it; null where they are not float32 or float64 as raw bytes.</summary>
    /// <param name="name">One of <see cref="Defaults"/>.</param>
    public double[]? DefaultOf(string name)
    {
        var model = new WireFields(Bytes.Span);
        while (model.Next())
        {
            var graph = new WireFields(model.Number == 7 ? model.Bytes : []);
            while (graph.Next())
            {
                if (graph.Number == 5 && Numbers(graph.Bytes, name) is { } numbers)
                    return numbers;
            }
        }

        return null;
    }

    private static double[]? Numbers(ReadOnlySpan<byte> array, string name)
    {
        var (type, isIt) = (0L, false);
        ReadOnlySpan<byte> raw = [];
        var fields = new WireFields(array);
        while (fields.Next())
        {
            if (fields.Number == 2)
                type = fields.Value;
            else if (fields.Number == 8)
                isIt = System.Text.Encoding.UTF8.GetString(fields.Bytes) == name;
            else if (fields.Number == 9)
                raw = fields.Bytes;
        }

        return isIt && OnnxType.Named(type) is { } known and (TensorType.F32 or TensorType.F64) ? new Tensor(name, known, [raw.Length / Tensor.SizeOf(known)], raw.ToArray()).ToDouble() : null;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is no ONNX file, is damaged, or is not allowed.</exception>
    public static OnnxFile Read(string path)
    {
        var bytes = InputFile.ReadBytes(path, PromisedBytes.Maximum);
        try
        {
            return new OnnxCheck(path).Of(bytes);
        }
        catch (Exception error) when (error is FormatException or System.Text.DecoderFallbackException)
        {
            throw new InputException($"{path}: not an ONNX file, or damaged: {error.Message}", error);
        }
    }
}
