using System.Text;

namespace NoisyRnn.Formats;

/// <summary>A NumPy element type within a pickle.</summary>
/// <param name="code">As 'f8', 'O8', 'U5'.</param>
internal sealed class PickledType(string code)
{
    /// <summary>The elements.</summary>
    internal NpyElement Element { get; private set; } = NpyElement.Of(WithoutSize(code));

    /// <summary>Takes what __setstate__ takes: version, byte order, and what only other types have.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal void SetState(object?[] state)
    {
        string order = state is [_, string or byte[], ..] ? state[1] as string ?? Encoding.Latin1.GetString((byte[])state[1]!) : throw new FormatException();
        Element = NpyElement.Of(order + WithoutSize(code));
    }

    // Objects are 'O8', by the size of a pointer.
    private static string WithoutSize(string code) => code.StartsWith('O') ? "O" : code;
}
