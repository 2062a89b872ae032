using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Cli;

/// <summary>What is said of an error that nobody foresaw: a line, and a file with all that helps to find it.</summary>
internal static class LastResort
{
    private const string NoMemory = "out of memory; fewer or smaller runs, or fewer at a time (--workers), need less";

    /// <summary>Says it, whatever else is broken.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(object thrown)
    {
        if (thrown is OutOfMemoryException)
        {
            Console.Error.WriteLine($"noisyrnn: {NoMemory}");
            return ExitCode.Failed;
        }

        Console.Error.WriteLine($"noisyrnn: unexpected error: {Unforeseen(thrown)}");
        return ExitCode.Unforeseen;
    }

    /// <summary>An error of a run in a line; one that nobody foresaw with its file of details.</summary>
    public static string Words(Exception error) => error switch
    {
        InputException or InsufficientMemoryException or IOException or UnauthorizedAccessException => Message(error),
        OutOfMemoryException => NoMemory,
        _ => Unforeseen(error),
    };

    private static string Unforeseen(object thrown) => $"{thrown.GetType().Name}: {Message(thrown)}; {Details(thrown)}; please report it";

    private static string Message(object thrown) => Printable.Line((thrown as Exception)?.Message.ReplaceLineEndings("; ") ?? $"{thrown}");

    private static string Details(object thrown)
    {
        var now = DateTime.UtcNow;
        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"noisyrnn-{now:yyyyMMdd-HHmmss-fffffff}-{Environment.ProcessId}.txt"));
        try
        {
            // Not over a file that is there, nor through a link: the folder is everybody's.
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            file.WriteLine(ResultJson.Write(Provenance.OfThisProcess([.. Environment.GetCommandLineArgs().Skip(1)], [])));
            file.WriteLine(thrown);
            return $"details: {path}";
        }
        catch (Exception error)
        {
            return $"its details could not be written ({Printable.Line(error.Message)})";
        }
    }
}
