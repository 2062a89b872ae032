using System.CommandLine;
using System.Runtime.InteropServices;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>The command line, and the front door of a program that adds kinds of its own to it: all verbs then know them.</summary>
public static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The command's words: run FILE --out DIR.</param>
    /// <param name="kinds">Sealed records of a task, an activation, ... of one's own.</param>
    /// <returns>0 done, 1 a run failed or diverged, or not all could be printed, 2 bad usage or bad input, 70 an error of the program itself, 130 interrupted.</returns>
    /// <exception cref="ArgumentException">A kind is none that an experiment file may name.</exception>
    /// <remarks>Data goes to stdout; log, progress and every error to stderr.</remarks>
    public static int Run(string[] arguments, params Type[] kinds)
    {
        foreach (var kind in kinds)
            Catalogue.Add(kind);
        Terminal.Open();
        // A file beyond the limit of its size (ulimit -f, a batch system's) is a write that fails, not the end.
        using var sizes = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? PosixSignalRegistration.Create((PosixSignal)25, static signal => signal.Cancel = true) : null;
        AppDomain.CurrentDomain.UnhandledException += static (_, thrown) => Environment.Exit(LastResort.Report(thrown.ExceptionObject));
        return Terminal.Close(Parsed(arguments));
    }

    private static int Parsed(string[] args)
    {
        try
        {
            var root = new RootCommand("Trains, tests and explains noisy recurrent networks: does my network prefer noise, at which level, and why?")
            {
                RunVerb.Command(), ReproduceVerb.Command(), StatusVerb.Command(), WatchVerb.Command(), RetryVerb.Command(), CancelVerb.Command(), ElementVerb.Command(), ReportVerb.Command(), FigureVerb.Command(), ArchiveVerb.Command(), GatherVerb.Command(), CompareVerb.Command(), TablesVerb.Command(), RepairVerb.Command(), ExportVerb.Command(), ImportVerb.Command(), AuditVerb.Command(), ListVerb.Command(), DescribeVerb.Command(),
                ConvertNoiseVerb.Command(), BenchVerb.Command(), DoctorVerb.Command(),
            };
            var parsed = root.Parse(args is [] ? ["--help"] : args);
            var problems = UsageErrors.Of(parsed);
            foreach (var problem in problems)
                Console.Error.WriteLine($"noisyrnn: {problem}");
            if (problems.IsEmpty)
                return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            Console.Error.WriteLine("See 'noisyrnn --help', or --help behind a command.");
            return ExitCode.BadInput;
        }
        catch (InputException error)
        {
            foreach (var line in error.Message.Split('\n'))
                Console.Error.WriteLine($"noisyrnn: {line}");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("noisyrnn: interrupted; the same command goes on from here");
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            return LastResort.Report(error);
        }
    }
}
