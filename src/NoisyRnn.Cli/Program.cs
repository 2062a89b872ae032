using System.CommandLine;
using System.Runtime.InteropServices;
using NoisyRnn.Cli;
using NoisyRnn.Formats;

// Data goes to stdout; log, progress and every error to stderr. 0 done, 1 a run failed or diverged, or not all could be
// printed, 2 bad usage or bad input, 70 an error of the program itself, 130 interrupted.
Terminal.Open();
// A file beyond the limit of its size (ulimit -f, a batch system's) is a write that fails, not the end.
using var sizes = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? PosixSignalRegistration.Create((PosixSignal)25, static signal => signal.Cancel = true) : null;
AppDomain.CurrentDomain.UnhandledException += static (_, thrown) => Environment.Exit(LastResort.Report(thrown.ExceptionObject));
return Terminal.Close(Run(args));

static int Run(string[] args)
{
    try
    {
        var root = new RootCommand("Trains, tests and explains noisy recurrent networks: does my network prefer noise, at which level, and why?")
        {
            RunVerb.Command(), ReproduceVerb.Command(), StatusVerb.Command(), ReportVerb.Command(), FigureVerb.Command(), ArchiveVerb.Command(), TablesVerb.Command(), RepairVerb.Command(), ExportVerb.Command(), ImportVerb.Command(), AuditVerb.Command(), ListVerb.Command(), DescribeVerb.Command(),
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
