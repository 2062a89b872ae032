using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Numerics;
using NoisyRnn.Runs;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn bench</c>: how fast this machine trains, as a share of its own peak.</summary>
internal static class BenchVerb
{
    public static Command Command()
    {
        var seconds = new Option<double>("--seconds") { Description = "seconds a measurement", DefaultValueFactory = _ => 2, CustomParser = NumberParser.Required<double>("--seconds", static s => s is > 0 and <= 3600, "a number above 0 and at most 3600") };
        var threads = new Option<int?>("--threads") { Description = "threads; default: all cores", CustomParser = NumberParser.Of<int>("--threads", static n => n is >= 1 and <= 1024, "a whole number from 1 to 1024") };
        var json = new Option<bool>("--json") { Description = "one JSON object a line" };
        var command = new Command("bench", "Measure training iterations against the machine's peak, in one run.") { seconds, threads, json };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(Console.Error.WriteLine);
            var test = new SpeedTest(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(threads) ?? Cores.Available);
            Print(test.Run(interruption.Token), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(IEnumerable<SpeedTest.Line> lines, bool json)
    {
        if (!json)
            Console.WriteLine("network\tunits\tbatch\tsteps\tthreads\tms/iteration\tGFLOP/s\tpeak GFLOP/s\tshare of peak");
        foreach (var line in lines)
        {
            Console.WriteLine(json
                ? ResultJson.Write(line)
                : $"{line.Network}\t{line.Units}\t{line.Batch}\t{line.Steps}\t{line.Threads}\t{line.Milliseconds:F3}\t{line.Gigaflops:F1}\t{line.PeakGigaflops:F1}\t{line.Gigaflops / line.PeakGigaflops:P0}");
        }
    }
}
