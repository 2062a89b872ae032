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
        var to = new Option<string>("--to") { Description = $"the format: {string.Join(", ", formats)} (mat: MATLAB, version 5; onnx: two files that ONNX Runtime executes, the whole sequence and one step)", Required = true };
        var names = new Option<string>("--names") { Description = "names and layouts of the arrays: own (W_in, W_rec, W_out, b_rec, b_out, init_state; W[post, pre]), or pytorch, which load_state_dict takes (of elman, gru, lstm and feedforward)", DefaultValueFactory = static _ => "own" };
        var precision = new Option<string?>("--precision") { Description = "float32 or float64; default: float64 under own names, float32 under PyTorch's and in ONNX" };
        var output = new Option<string?>("--out") { Description = "the file to write; default: beside the model, MODEL.npz, MODEL.mat, MODEL-exported.safetensors, or MODEL.onnx with the step in MODEL-step.onnx" };
        var command = new Command("export", "Write a network, original or repaired, for other programs: NumPy, PyTorch, MATLAB, ONNX Runtime (docs/take-home.md).") { file, to, names, precision, output, ExportTensorBoardVerb.Command() };
        command.SetAction(parsed =>
        {
            var path = UserPath.Expand(parsed.GetValue(file)!, "model");
            var format = Enum.GetValues<ExportFormat>()[Known("--to", "format", parsed.GetValue(to)!, formats)];
            var naming = Enum.GetValues<ExportNames>()[Known("--names", "names", parsed.GetValue(names)!, namings)];
            var isSingle = parsed.GetValue(precision) is { } asked ? Known("--precision", "precision", asked, Precisions) == 0 : naming == ExportNames.Pytorch || format == ExportFormat.Onnx;
            var target = parsed.GetValue(output) is { } named ? UserPath.Expand(named, "--out") : Beside(path, format);
            if (Path.GetFullPath(target) == Path.GetFullPath(path))
                throw new InputException($"--out: {target} is the model itself; allowed is another file");
            // What lies beside a model under its name may be what it was made of.
            if (parsed.GetValue(output) is null && File.Exists(target))
                throw new InputException($"{target}: is there already; --out names another file, or this one, which is then written over");
            if (format == ExportFormat.Onnx)
                return Onnx(path, target, naming, isSingle);
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

    private static int Onnx(string path, string target, ExportNames naming, bool isSingle)
    {
        if (naming != ExportNames.Own)
            throw new InputException("--names: of ONNX files arrays have our own names; allowed is --names own, or --to npz or safetensors");
        var model = Model.Read(path);
        var noise = model.Noise.IsEmpty ? "" : model.Noise.Length == 1 ? ", noise, level" : $", noise_1 to noise_{model.Noise.Length}, level";
        var export = OnnxExport.Of(model, isSingle, [.. Safetensors.Read(path).Metadata.Where(static entry => entry.Key is "repair" or "repaired-from").Select(static entry => (entry.Key, entry.Value))]);
        var step = $"{Path.ChangeExtension(target, null)}-step{Path.GetExtension(target)}";
        export.Write(step, target);
        foreach (var table in export.Tables)
            Console.WriteLine($"table\t{table}");
        Console.WriteLine($"written\t{target}: inputs [trials, steps, channels]{noise} -> outputs");
        Console.WriteLine($"written\t{step}: u, state{noise} -> next_state, outputs");
        return ExitCode.Done;
    }

    private static int Known(string option, string what, string given, string[] allowed) =>
        Array.IndexOf(allowed, given) is >= 0 and var index ? index : throw new InputException($"{option}: {NearestName.Unknown(what, given, allowed)}");

    private static string Beside(string path, ExportFormat format) => format == ExportFormat.Safetensors
        ? Path.ChangeExtension(path, null) + "-exported.safetensors"
        : Path.ChangeExtension(path, Catalogue.NameOf(format));
}
