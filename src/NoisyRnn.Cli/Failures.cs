using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>What did not come about, a line each on stderr.</summary>
internal static class Failures
{
    /// <summary>Names the runs that failed and the page that could not be written.</summary>
    /// <param name="outcome">What an experiment gave.</param>
    /// <param name="experiment">What stands before each line, where there are several experiments.</param>
    public static void Print(ExperimentOutcome outcome, string experiment = "")
    {
        foreach (var failure in outcome.Failures)
            Console.Error.WriteLine($"noisyrnn: {experiment}run {failure.Name} failed: {LastResort.Words(failure.Error)}");
        if (outcome.PageProblem is { } problem)
            Console.Error.WriteLine($"noisyrnn: {experiment}{Printable.Line(problem)}");
    }
}
