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
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "recorded outputs (.npz): arrays outputs [levels, draws, trials, steps, outputs], levels, and targets or labels; perhaps mask, lengths, train_level, outputs_are, axes. Several files, or a first axis of seeds, are networks of several training seeds" };
        var kind = new Option<string?>("--outputs-are") { Description = $"what the outputs are: {string.Join(", ", names)}; default: what the file says, or what labels and sums tell" };
        var axes = new Option<string?>("--axes") { Description = "the axes of the outputs in their order, of seeds, levels, draws, trials, steps and outputs: --axes 'levels draws trials outputs'" };
        var level = new Option<double?>("--train-level") { Description = "the level of the training noise, in the unit of levels; default: what the file says", CustomParser = NumberParser.Of<double>("--train-level", static s => s >= 0, "a finite number from 0 on") };
        var output = new Option<string?>("--out") { Description = "the folder that receives report.html and figures/; default: NAME-audit beside the first file" };
        var json = new Option<bool>("--json") { Description = "print answer and numbers as JSON on stdout" };
        var command = new Command("audit", "Tell whether a network made elsewhere prefers noise, at which level, and what silence costs it: from its recorded outputs at several noise levels (docs/your-network.md).") { files, kind, axes, level, output, json };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(Console.Error.WriteLine);
            if (parsed.GetValue(kind) is { } name && !names.Contains(name))
                throw new InputException($"--outputs-are: {NearestName.Unknown("kind of outputs", name, names)}");
            var outcome = new Audit
            {
                Form = new RecordedForm { OutputsAre = parsed.GetValue(kind) is { } said ? kinds[Array.IndexOf(names, said)] : null, Axes = parsed.GetValue(axes), TrainingLevel = parsed.GetValue(level) },
                Folder = parsed.GetValue(output) is { } folder ? UserPath.Expand(folder, "--out") : null,
                Threads = Cores.Available,
                Command = [.. Environment.GetCommandLineArgs().Skip(1)],
            }.Of(parsed.GetValue(files)!, interruption.Token);
            if (parsed.GetValue(json))
                Console.WriteLine(outcome.ToJson());
            else
                Print(outcome);
            Console.Error.WriteLine(outcome.PageProblem is { } problem ? $"noisyrnn: {Printable.Line(problem)}" : $"report: {outcome.ReportPath}");
            return outcome.PageProblem is null ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Print(AuditOutcome outcome)
    {
        Console.WriteLine(outcome.Answer);
        Console.WriteLine(outcome.Scope);
        foreach (var caveat in outcome.Caveats)
            Console.WriteLine($"- {caveat}");
        var table = new TextTable("", [.. outcome.Table.Columns]);
        foreach (var row in outcome.Table.Rows)
            table.Add(row.Select(static cell => (TextCell)cell));
        table.Print();
    }
}
