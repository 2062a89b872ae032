using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn export tensorboard DIR</c>: the curves of a folder of runs, for TensorBoard.</summary>
internal static class ExportTensorBoardVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var output = new Option<string?>("--out") { Description = "the folder to write, a folder a run in it; default: DIR/tensorboard" };
        var command = new Command("tensorboard", "Write the learning curves and test-noise sweeps of a folder of runs as event files: tensorboard --logdir LOGDIR shows them.") { folder, output };
        command.SetAction(parsed =>
        {
            var from = UserPath.Expand(parsed.GetValue(folder)!, "dir");
            var target = parsed.GetValue(output) is { } named ? UserPath.Expand(named, "--out") : Path.Combine(from, "tensorboard");
            var (written, missing) = TensorBoardExport.Write(from, target);
            if (missing > 0)
                Console.Error.WriteLine($"noisyrnn: {missing} of {written + missing} runs are not trained yet: not exported");
            Console.WriteLine($"written\t{target}");
            return ExitCode.Done;
        });
        return command;
    }
}
