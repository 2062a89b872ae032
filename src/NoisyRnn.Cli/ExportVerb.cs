using System.CommandLine;
using NoisyRnn.Formats;
using NoisyRnn.Networks;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn export MODEL --to FORMAT</c>: a network of ours, for other programs.</summary>
internal static class ExportVerb
{
    private static readonly string[] Precisions = ["float32", "float64"];

    public static Command Command()
    {
        var formats = Enum.GetValues<ExportFormat>().Select(static format => Catalogue.NameOf(format)).ToArray();
        var namings = Enum.GetValues<ExportNames>().Select(static names => Catalogue.NameOf(names)).ToArray();
        var file = new Argument<string>("model") { Description = "a model file (.safetensors): of a run with keep: models, of import, or of repair" };
        var to = new Option<string>("--to") { Description = $"the format: {string.Join(", ", formats)} (MATLAB, version 5)", Required = true };
        var names = new Option<string>("--names") { Description = "names and layouts of the arrays: own (W_in, W_rec, W_out, b_rec, b_out, init_state; W[post, pre]), or pytorch, which load_state_dict takes (of elman, gru, lstm and feedforward)", DefaultValueFactory = static _ => "own" };
        var precision = new Option<string?>("--precision") { Description = "float32 or float64; default: float64 under own names, float32 under PyTorch's" };
        var output = new Option<string?>("--out") { Description = "the file to write; default: beside the model, MODEL.npz, MODEL.mat or MODEL-exported.safetensors" };
        var command = new Command("export", "Write a network, original or repaired, for other programs: NumPy, PyTorch, MATLAB (docs/take-home.md).") { file, to, names, precision, output };
        command.SetAction(parsed =>
        {
            var path = UserPath.Expand(parsed.GetValue(file)!, "model");
            var format = Enum.GetValues<ExportFormat>()[Known("--to", "format", parsed.GetValue(to)!, formats)];
            var naming = Enum.GetValues<ExportNames>()[Known("--names", "names", parsed.GetValue(names)!, namings)];
            var isSingle = parsed.GetValue(precision) is { } asked ? Known("--precision", "precision", asked, Precisions) == 0 : naming == ExportNames.Pytorch;
            var target = parsed.GetValue(output) is { } named ? UserPath.Expand(named, "--out") : Beside(path, format);
            if (Path.GetFullPath(target) == Path.GetFullPath(path))
                throw new InputException($"--out: {target} is the model itself; allowed is another file");
            var export = ModelExport.Of(Model.Read(path), naming, isSingle);
            export.Write(target, format);
            foreach (var array in export.Arrays)
                Console.WriteLine($"{array.Name}\t{array}");
            if (export.Module.Length > 0)
                Console.WriteLine($"module\t{export.Module}");
            Console.WriteLine($"written\t{target}");
            return ExitCode.Done;
        });
        return command;
    }

    private static int Known(string option, string what, string given, string[] allowed) =>
        Array.IndexOf(allowed, given) is >= 0 and var index ? index : throw new InputException($"{option}: {NearestName.Unknown(what, given, allowed)}");

    private static string Beside(string path, ExportFormat format) => format == ExportFormat.Safetensors
        ? Path.ChangeExtension(path, null) + "-exported.safetensors"
        : Path.ChangeExtension(path, Catalogue.NameOf(format));
}
