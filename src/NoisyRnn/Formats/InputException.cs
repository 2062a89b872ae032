namespace NoisyRnn.Formats;

/// <summary>
/// The user's input is at fault: a file, a key or a value. The message is one or more lines, each complete in itself
/// (file, line, key, value, what is allowed); the command line prints them on stderr and exits with 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An error without a message is of no use; offered because exceptions are expected to have it.</summary>
    public InputException() { }

    /// <summary>One line, or several separated by line feeds.</summary>
    public InputException(string message) : base(message) { }

    /// <summary>The same with the cause.</summary>
    public InputException(string message, Exception innerException) : base(message, innerException) { }
}
