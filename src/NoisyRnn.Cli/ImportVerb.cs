using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn import FILE</c>: a network of another program, described, checked, and made a model file of ours.</summary>
internal static class ImportVerb
{
    public static Command Command()
    {
        var layouts = Catalogue.Leaves(typeof(WeightLayout)).Select(static leaf => leaf.Name);
        var file = new Argument<string>("file") { Description = "the network: a state_dict of PyTorch (.pt, .pth), safetensors, npz, MATLAB's .mat, Keras' .h5 or .keras, or a model file of ours" };
        var layout = new Option<string?>("--as") { Description = $"its layout: {string.Join(", ", layouts)}; default: the first that fits; 'noisyrnn describe LAYOUT' says more" };
        var sidecar = new Option<string?>("--sidecar") { Description = "YAML of what the file does not tell: arrays (our names with those of the file), network, dt, noise; 'noisyrnn describe sidecar' lists its keys" };
        var set = new Option<string[]>("--set") { Description = "a key of the sidecar: path=value, as in network.activation=relu or dt=20", DefaultValueFactory = static _ => [] };
        var describe = new Option<bool>("--describe") { Description = "print arrays, assumptions, network and executed equation; write nothing" };
        var output = new Option<string?>("--out") { Description = "the model file to write (.safetensors)" };
        var check = new Option<string?>("--check") { Description = "npz of inputs [trials, steps, inputs] and outputs [trials, steps, outputs] saved from the original: they are compared" };
        var accept = new Option<bool>("--accept") { Description = "go on although the outputs differ from the original's" };
        var command = new Command("import", "Take in a network that another program trained: see what it is, check it, make it a model file.")
            { file, layout, sidecar, set, describe, output, check, accept };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(output) is { } named ? UserPath.Expand(named, "--out") : null;
            if (target is null && !parsed.GetValue(describe))
                throw new InputException("import: needed is --describe, which prints what the file is, or --out FILE.safetensors, which receives the network");
            if (target is not null && parsed.GetValue(describe))
                throw new InputException("--out: not with --describe, which writes nothing; allowed is one of them");
            foreach (var read in new[] { parsed.GetValue(file), parsed.GetValue(sidecar), parsed.GetValue(check) })
            {
                if (target is not null && read is not null && Path.GetFullPath(UserPath.Expand(read, "file")) == Path.GetFullPath(target))
                    throw new InputException($"--out: {target} is a file that is read here; allowed is another file");
            }

            var import = NetworkImport.Read(
                UserPath.Expand(parsed.GetValue(file)!, "file"), parsed.GetValue(layout), ImportSidecar.Read(parsed.GetValue(sidecar) is { } path ? UserPath.Expand(path, "--sidecar") : null, parsed.GetValue(set)!));
            if (parsed.GetValue(describe))
                Print(import);
            if (import.Model is not { } model)
                return target is null ? ExitCode.Done : throw new InputException($"{import.File.Path}: {import.Words}: {import.Missing}");
            var words = Check(model, parsed.GetValue(check) is { } saved ? UserPath.Expand(saved, "--check") : null, parsed.GetValue(accept));
            Console.WriteLine(words);
            if (target is null)
                return ExitCode.Done;
            model.Write(target, ("imported", $"{Path.GetFileName(import.File.Path)}, {import.File.Format}, {import.Layout}"), ("import-check", words));
            Console.WriteLine($"written: {target}");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Check(Model model, string? saved, bool isAccepted)
    {
        if (saved is null)
            return "unchecked: with --check IO.npz, inputs and outputs saved from the original, its outputs are compared";
        var check = ImportCheck.Of(model, saved);
        return check.Words(isAccepted) ?? throw new InputException($"{saved}: {check.Difference}: not the same network, or not the same equation; look at what --describe says is assumed, or --accept the difference");
    }

    private static void Print(NetworkImport import)
    {
        Console.WriteLine($"{import.File.Path}: {import.File.Format}; {import.Layout}: {Printable.Line(import.Words)}");
        Section("notes", import.File.Notes);
        Section("arrays of the file", import.File.Arrays.Select(static array => $"{array.Name}  {array}"));
        Section("arrays of the network", import.Roles.Select(static role => role.Role == role.Source ? $"{role.Role} {role.Shape}" : $"{role.Role} {role.Shape} = {role.Source}"));
        Section("arrays that are not used", import.Unused);
        Section("assumed", import.Assumed.Select(static assumed => assumed.Words));
        if (import.Model is { } model)
            Section("network", YamlText.Write(SpecTree.Of(model.Network, withDefaults: false)).TrimEnd().Split('\n').Append($"dt: {model.Dt}"));
        Section(import.Model is null ? "the equation of its program" : "the equation that is executed", import.Equations);
        if (import.Missing is { } missing)
            Section("not imported", [missing]);
    }

    private static void Section(string heading, IEnumerable<string> lines)
    {
        if (!lines.Any())
            return;
        Console.WriteLine($"\n{heading}");
        foreach (var line in lines)
            Console.WriteLine($"  {Printable.Line(line)}");
    }
}
