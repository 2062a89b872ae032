using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn bench</c>: how fast this machine trains, as a share of its own peak.</summary>
internal static class BenchVerb
{
    public static Command Command()
    {
        var seconds = new Option<double>("--seconds") { Description = "seconds a measurement", DefaultValueFactory = _ => 2 };
        var threads = new Option<int?>("--threads") { Description = "threads; default: all cores" };
        var json = new Option<bool>("--json") { Description = "one JSON object a line" };
        var command = new Command("bench", "Measure training iterations against the machine's peak, in one run.") { seconds, threads, json };
        command.SetAction(parsed =>
        {
            var (duration, count) = (parsed.GetValue(seconds), parsed.GetValue(threads) ?? Environment.ProcessorCount);
            if (!(duration > 0 && double.IsFinite(duration)))
                throw new InputException($"--seconds: {duration} is not allowed; a number above 0");
            if (count < 1)
                throw new InputException($"--threads: {count} is not allowed; a whole number from 1 on");
            Print(new SpeedTest(TimeSpan.FromSeconds(duration), count), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(SpeedTest test, bool json)
    {
        if (!json)
            Console.WriteLine("units\tbatch\tsteps\tthreads\tms/iteration\tGFLOP/s\tpeak GFLOP/s\tshare of peak");
        foreach (var line in test.Run())
        {
            Console.WriteLine(json
                ? System.Text.Json.JsonSerializer.Serialize(line)
                : $"{line.Units}\t{line.Batch}\t{line.Steps}\t{line.Threads}\t{line.Milliseconds:F3}\t{line.Gigaflops:F1}\t{line.PeakGigaflops:F1}\t{line.Gigaflops / line.PeakGigaflops:P0}");
        }
    }
}
