using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;
using NoisyRnn.Reports;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn repair DIR</c> and <c>noisyrnn repair MODEL</c>: networks trained with noise inside, made to run without it.</summary>
internal static class RepairVerb
{
    public static Command Command()
    {
        var kinds = Catalogue.Leaves(typeof(RepairMethod)).Select(static leaf => leaf.Name).ToArray();
        var folder = new Argument<string>("dir or model") { Description = "a folder of runs that kept its models (keep: models), or the file of one network: of ours, or of another program as import reads it" };
        var method = new Option<string>("--method") { Description = $"what is changed: {string.Join(", ", kinds)}; 'noisyrnn describe KIND' says more", DefaultValueFactory = static _ => "averaged" };
        var run = new Option<string?>("--run") { Description = "of a folder: one run, by the first digits of its hash; default: all that were trained with noise inside" };
        var output = new Option<string?>("--out") { Description = "the file that receives the network; default: repaired-METHOD.safetensors beside a run's model, NAME-repaired-METHOD.safetensors beside a file" };
        var ofModel = new RepairModelOptions();
        var command = new Command("repair", "Make networks trained with noise inside run without it, and without its loss (docs/take-home.md).") { folder, method, run, output };
        ofModel.AddTo(command);
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(Console.Error.WriteLine);
            var name = parsed.GetValue(method)!;
            if (!kinds.Contains(name))
                throw new InputException($"--method: {NearestName.Unknown("way of repair", name, kinds)}");
            var way = Binder.Bind<RepairMethod>(YamlTree.ParseValue(name, "--method"));
            var target = parsed.GetValue(output) is { } file ? UserPath.Expand(file, "--out") : null;
            var place = UserPath.Expand(parsed.GetValue(folder)!, "dir or model");
            if (File.Exists(place))
            {
                if (parsed.GetValue(run) is not null)
                    throw new InputException($"--run: is for a folder of runs; {place} is the file of one network");
                Print(ofModel.Repair(parsed, way, target).Of(place, interruption.Token));
                return ExitCode.Done;
            }

            if (!Directory.Exists(place))
                throw new InputException($"{place}: no such folder of runs, and no such file of a network");
            ofModel.RequireNone(parsed);
            var repaired = new RunRepair { Method = way, Run = parsed.GetValue(run), Output = target, Threads = Cores.Available }.Of(place, interruption.Token);
            Console.WriteLine("run\tloss with its noise\tsilent\trepaired\tnetwork\tfile");
            foreach (var each in repaired)
                TabSeparated.Print(each.Run, Wording.Number(each.NoisyLoss), Wording.Number(each.SilentLoss), Wording.Number(each.RepairedLoss), each.Point, each.Path);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(RepairedModel repaired)
    {
        foreach (var remark in repaired.Remarks)
            Console.Error.WriteLine($"- {Printable.Line(remark)}");
        if (repaired.Losses is { } losses)
        {
            TabSeparated.Print("loss with its noise", Wording.Number(losses.Noisy));
            TabSeparated.Print("silent", Wording.Number(losses.Silent));
            TabSeparated.Print("repaired", Wording.Number(losses.Repaired));
        }

        TabSeparated.Print("written", repaired.Path);
    }
}
