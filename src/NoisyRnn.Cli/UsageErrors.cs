using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>What is wrong with a command line, a line each.</summary>
internal static class UsageErrors
{
    public static ImmutableArray<string> Of(ParseResult parsed)
    {
        ImmutableArray<string> unknown = [.. UnknownOptions(parsed), .. UnknownCommand(parsed)];
        if (unknown.IsEmpty && Empty(parsed).ToImmutableArray() is { IsEmpty: false } empty)
            return empty;
        // A misspelt option is taken for an argument, and what follows for too many: the first says it all.
        return unknown.IsEmpty
            ? [.. parsed.Errors.Select(static error => string.Join(' ', error.Message.Split(['\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).Distinct()]
            : unknown;
    }

    // Most often a variable of a script that was never set: no folder, file or name is meant by it.
    private static IEnumerable<string> Empty(ParseResult parsed) =>
        from part in parsed.CommandResult.Children
        let about = part switch
        {
            OptionResult option => (option.Option.Name, option.Option.Description),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.Description),
            _ => default,
        }
        where about.Name is not null && part.Tokens.Any(static token => string.IsNullOrWhiteSpace(token.Value))
        select $"{about.Name}: the value is empty; allowed: {about.Description}";

    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        // An option of another program's is a value here.
        var ofOthers = parsed.CommandResult.Children.OfType<OptionResult>().Where(static option => option.Option.Name == SlurmOptionSet.Sbatch).SelectMany(static option => option.Tokens).Select(static token => token.Value).ToHashSet();
        var names = parsed.CommandResult.Command.Options.Select(static option => option.Name).Append("--help").Distinct().ToArray();
        return parsed.Tokens
            .TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal) && !ofOthers.Contains(token.Value))
            .Select(token => NearestName.Unknown("option", token.Value, names));
    }

    private static IEnumerable<string> UnknownCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens is [var name, ..] && !name.StartsWith('-')
            ? [NearestName.Unknown("command", name, [.. root.Subcommands.Where(static command => !command.Hidden).Select(static command => command.Name)])]
            : [];
}
