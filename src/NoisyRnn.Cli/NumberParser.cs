using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace NoisyRnn.Cli;

/// <summary>Reads a number of the command line, or says which option it is, what stands there and what is allowed.</summary>
internal static class NumberParser
{
    /// <summary>A parser for options and arguments.</summary>
    /// <param name="name">As the user writes it.</param>
    /// <param name="isAllowed">Which numbers are.</param>
    /// <param name="allowed">The same in words.</param>
    public static Func<ArgumentResult, T?> Of<T>(string name, Predicate<T> isAllowed, string allowed)
        where T : struct, INumber<T> => result =>
    {
        var text = string.Join(' ', result.Tokens);
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && T.IsFinite(number) && isAllowed(number))
            return number;
        result.AddError($"{name}: '{text}' is not allowed; {allowed}");
        return default;
    };

    /// <summary>The same for a number that there always is.</summary>
    public static Func<ArgumentResult, T> Required<T>(string name, Predicate<T> isAllowed, string allowed)
        where T : struct, INumber<T>
    {
        var parse = Of(name, isAllowed, allowed);
        return result => parse(result) ?? default;
    }
}
