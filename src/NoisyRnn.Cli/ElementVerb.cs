using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn element DIR/slurm/1</c>: what the scripts of a submission call on the nodes.</summary>
internal static class ElementVerb
{
    private const string Variable = "SLURM_ARRAY_TASK_ID";

    // SIGUSR1 on Linux, which is where Slurm is: the script asks for it before time is up.
    private const PosixSignal TimeIsNearlyUp = (PosixSignal)10;

    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a submission's folder: DIR/slurm/1" };
        var number = new Option<int?>("--element") { Description = $"the element; default: {Variable}, which Slurm sets", CustomParser = NumberParser.Of<int>("--element", static n => n >= 0, "a whole number from 0 on") };
        var report = new Option<bool>("--report") { Description = "no element: all have ended, tidy up and write the report" };
        var command = new Command("element", "Do one element of a job array: the scripts that 'run --executor slurm' writes call this on the nodes.") { folder, number, report };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(folder)!;
            if (parsed.GetValue(report))
            {
                var outcome = ArrayElement.Report(name, Console.Error.WriteLine);
                Console.Error.WriteLine(outcome.PageProblem is null ? $"report: {outcome.ReportPath}" : $"noisyrnn: {Printable.Line(outcome.PageProblem)}");
                return outcome.PageProblem is null ? ExitCode.Done : ExitCode.Failed;
            }

            var element = parsed.GetValue(number) ?? FromSlurm();
            using var progress = new ProgressDisplay(quiet: false);
            using var interruption = new Interruption(progress.Log);
            var work = new ArrayElement(name, element)
            {
                Log = progress.Log, Progress = progress.Show, IsTimeUp = () => interruption.First == TimeIsNearlyUp, Job = JobOf(element),
            };
            return work.Run(Cores.Available, interruption.Token) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    // Not SLURM_JOB_ID: for one of the elements that is the number of the whole array.
    private static string? JobOf(int element) => Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID") is { Length: > 0 } array
        ? string.Create(CultureInfo.InvariantCulture, $"{array}_{element}") : null;

    private static int FromSlurm() => int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var element)
        ? element : throw new InputException($"--element: none is named, and {Variable} is not set: this is no element of a job array");
}
