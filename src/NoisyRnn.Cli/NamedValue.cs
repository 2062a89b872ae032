using System.CommandLine;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>The value of an option that is one of several names.</summary>
internal static class NamedValue
{
    /// <summary>The names, for its help.</summary>
    public static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(static member => Catalogue.NameOf(member)));

    /// <summary>The value; null where it is not given.</summary>
    /// <exception cref="InputException">It is none of the names.</exception>
    public static T? Of<T>(Option<string?> option, ParseResult parsed)
        where T : struct, Enum => parsed.GetValue(option) is { } text ? Binder.Bind<T>(YamlTree.ParseValue(text, option.Name)) : null;
}
