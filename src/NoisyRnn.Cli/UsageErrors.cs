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
        // A misspelt option is taken for an argument, and what follows for too many: the first says it all.
        return unknown.IsEmpty
            ? [.. parsed.Errors.Select(static error => string.Join(' ', error.Message.Split(['\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).Distinct()]
            : unknown;
    }

    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        var names = parsed.CommandResult.Command.Options.Select(static option => option.Name).Append("--help").Distinct().ToArray();
        return parsed.Tokens
            .TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .Where(static token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => NearestName.Unknown("option", token.Value, names));
    }

    private static IEnumerable<string> UnknownCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens is [var name, ..] && !name.StartsWith('-')
            ? [NearestName.Unknown("command", name, [.. root.Subcommands.Select(static command => command.Name)])]
            : [];
}
