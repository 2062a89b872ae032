namespace NoisyRnn.Formats;

/// <summary>A named constant of a node.</summary>
internal sealed class OnnxAttribute
{
    private const int Whole = 2, Graph = 5, Wholes = 7;

    private OnnxAttribute(WireMessage message) => Message = message;

    /// <summary>As it stands in the file.</summary>
    public WireMessage Message { get; }

    /// <summary>A whole number.</summary>
    public static OnnxAttribute Of(string name, long value) => new(new WireMessage().Add(1, name).Add(3, value).Add(20, Whole));

    /// <summary>A list of whole numbers.</summary>
    public static OnnxAttribute Of(string name, params ReadOnlySpan<long> values)
    {
        var message = new WireMessage().Add(1, name);
        foreach (var value in values)
            message.Add(8, value);
        return new(message.Add(20, Wholes));
    }

    /// <summary>The graph of a loop's body.</summary>
    public static OnnxAttribute Of(string name, OnnxGraph body) => new(new WireMessage().Add(1, name).Add(6, body.Message()).Add(20, Graph));
}
