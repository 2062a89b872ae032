using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn audit FILE...</c>: does a network that was made elsewhere prefer noise, and at which level?</summary>
internal static class AuditVerb
{
    public static Command Command()
    {
        var kinds = Enum.GetValues<OutputKind>();
        var names = kinds.Select(static kind => Catalogue.NameOf(kind)).ToArray();
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "with --data or --task, networks: PyTorch's .pt, safetensors, npz, .mat, Keras' .h5, or model files of ours; ONNX files of one step or of the whole sequence; else recorded outputs (.npz, .mat, .h5): arrays outputs [levels, draws, trials, steps, outputs], levels, and targets or labels; perhaps mask, lengths, train_level, outputs_are, axes. Several files, or a first axis of seeds, are networks of several training seeds" };
        var kind = new Option<string?>("--outputs-are") { Description = $"what the outputs are: {string.Join(", ", names)}; default: what the file says, or what labels and sums tell" };
        var axes = new Option<string?>("--axes") { Description = "the axes of the outputs in their order, of seeds, levels, draws, trials, steps and outputs: --axes 'levels draws trials outputs'" };
        var level = new Option<double?>("--train-level") { Description = "the level of the training noise, in the unit of levels; default: what the file says", CustomParser = NumberParser.Of<double>("--train-level", static s => s >= 0, "a finite number from 0 on") };
        var output = new Option<string?>("--out") { Description = "the folder that receives report.html and figures/; default: NAME-audit beside the first file" };
        var json = new Option<bool>("--json") { Description = "print answer and numbers as JSON on stdout" };
        var tsv = TableForm.Option();
        var ofModels = new AuditModelOptions();
        var command = new Command("audit", "Tell whether a network made elsewhere prefers noise, at which level, and what silence costs it: from its recorded outputs at several noise levels; with --data or --task from its weights and some trials, and then also why, with a repaired network (docs/your-network.md).") { files, kind, axes, level, output, json, tsv };
        ofModels.AddTo(command);
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(Console.Error.WriteLine);
            if (parsed.GetValue(kind) is { } name && !names.Contains(name))
                throw new InputException($"--outputs-are: {NearestName.Unknown("kind of outputs", name, names)}");
            var folder = parsed.GetValue(output) is { } target ? UserPath.Expand(target, "--out") : null;
            string[] named = [.. parsed.GetValue(files)!.Select(static file => UserPath.Expand(file, "file"))];
            var areGiven = ofModels.AreGiven(parsed, named);
            ofModels.RequireAlone(parsed, areGiven, kind, axes, level);
            if (!areGiven && named.FirstOrDefault(OnnxAssembly.IsOnnx) is { } graph)
                throw new InputException($"{graph}: needs --data TRIALS.npz, the trials that a network is audited on");
            var outcome = areGiven && named.Any(OnnxAssembly.IsOnnx) ? ofModels.AuditFunctions(parsed, named, folder, interruption.Token)
                : areGiven ? ofModels.AuditWeights(parsed, named, folder, interruption.Token) : new Audit
                {
                    Form = new RecordedForm { OutputsAre = parsed.GetValue(kind) is { } said ? kinds[Array.IndexOf(names, said)] : null, Axes = parsed.GetValue(axes), TrainingLevel = parsed.GetValue(level) },
                    Folder = folder,
                    Threads = Cores.Available,
                    Command = [.. Environment.GetCommandLineArgs().Skip(1)],
                }.Of(named, interruption.Token);
            if (parsed.GetValue(json))
                Console.WriteLine(outcome.ToJson());
            else
                Print(outcome, new(parsed.GetValue(tsv)));
            Console.Error.WriteLine(outcome.PageProblem is { } problem ? $"noisyrnn: {Printable.Line(problem)}" : $"report: {outcome.ReportPath}");
            return outcome.PageProblem is null ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Print(AuditOutcome outcome, TableForm form)
    {
        form.Line(outcome.Answer);
        form.Line(outcome.Scope);
        foreach (var caveat in outcome.Caveats)
            form.Line($"- {caveat}");
        var table = new TextTable("", [.. outcome.Table.Columns]);
        foreach (var row in outcome.Table.Rows)
            table.Add(row.Select(static cell => (TextCell)cell));
        table.Print(form);
        Lines("why", outcome.Why, form);
        Lines("repair", outcome.Remedies, form);
        Lines("not asked", outcome.NotAsked, form);
    }

    private static void Lines(string heading, IReadOnlyCollection<string> lines, TableForm form)
    {
        if (lines.Count == 0)
            return;
        if (!form.IsTabSeparated)
            Console.WriteLine();
        form.Line(heading);
        foreach (var line in lines)
            form.Line($"  {Printable.Line(line)}");
    }
}
