using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;
using NoisyRnn.Reports;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn repair DIR</c>: networks trained with noise inside, made to run without it.</summary>
internal static class RepairVerb
{
    public static Command Command()
    {
        var kinds = Catalogue.Leaves(typeof(RepairMethod)).Select(static leaf => leaf.Name).ToArray();
        var folder = new Argument<string>("dir") { Description = "a folder of runs that kept its models (keep: models)" };
        var method = new Option<string>("--method") { Description = $"what is changed: {string.Join(", ", kinds)}; 'noisyrnn describe KIND' says more", DefaultValueFactory = static _ => "averaged" };
        var run = new Option<string?>("--run") { Description = "one run, by the first digits of its hash; default: all that were trained with noise inside" };
        var output = new Option<string?>("--out") { Description = "the file that receives the network; default: repaired-METHOD.safetensors beside its model" };
        var command = new Command("repair", "Make networks trained with noise inside run without it, and without its loss.") { folder, method, run, output };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(Console.Error.WriteLine);
            var name = parsed.GetValue(method)!;
            if (!kinds.Contains(name))
                throw new InputException($"--method: {NearestName.Unknown("way of repair", name, kinds)}");
            var repaired = new RunRepair
            {
                Method = Binder.Bind<RepairMethod>(YamlTree.ParseValue(name, "--method")), Run = parsed.GetValue(run), Output = parsed.GetValue(output) is { } file ? UserPath.Expand(file, "--out") : null, Threads = Cores.Available,
            }.Of(parsed.GetValue(folder)!, interruption.Token);
            Console.WriteLine("run\tloss with its noise\tsilent\trepaired\tnetwork\tfile");
            foreach (var each in repaired)
                TabSeparated.Print(each.Run, Wording.Number(each.NoisyLoss), Wording.Number(each.SilentLoss), Wording.Number(each.RepairedLoss), each.Point, each.Path);
            return ExitCode.Done;
        });
        return command;
    }
}
