using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>Asserts on what the user is told.</summary>
internal static class Refusal
{
    /// <summary>The message of the InputException that must come.</summary>
    internal static string Of(Action action) => Assert.Throws<InputException>(action).Message;

    /// <summary>The message of the InputException that must come.</summary>
    internal static string Of(Func<object?> action) => Assert.Throws<InputException>(() => { action(); }).Message;

    /// <summary>Runs something on arbitrary bytes: it may succeed or refuse, but nothing else may come out.</summary>
    internal static bool SucceedsOrRefuses(Action action)
    {
        try
        {
            action();
        }
        catch (InputException e)
        {
            return e.Message.Length > 0;
        }

        return true;
    }
}
