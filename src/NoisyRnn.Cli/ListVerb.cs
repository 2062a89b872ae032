using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn list</c>: what there is.</summary>
internal static class ListVerb
{
    private static readonly Dictionary<string, Type[]> Bases = new()
    {
        ["tasks"] = [typeof(TrialTask), typeof(TargetFunction)],
        ["networks"] = [typeof(Network), typeof(Activation), typeof(Initializer), typeof(WeightLayout)],
        ["analyses"] = [typeof(Analysis), typeof(RepairMethod), typeof(Claim)],
    };

    public static Command Command()
    {
        var what = new Argument<string>("what") { Description = "tasks, networks, analyses or experiments" };
        what.AcceptOnlyFromAmong(["tasks", "networks", "analyses", "experiments"]);
        var command = new Command("list", "List the tasks, networks, analyses or shipped experiments: a line each, with tabs between name, kind and what it is.") { what };
        command.SetAction(parsed => Print(parsed.GetValue(what)!));
        return command;
    }

    private static int Print(string what)
    {
        if (what == "experiments")
        {
            foreach (var (name, title) in ShippedExperiments.All())
                Console.WriteLine($"{name}\t{title}");
            return ExitCode.Done;
        }

        foreach (var type in Bases[what])
        {
            foreach (var leaf in Catalogue.Leaves(type))
                TabSeparated.Print(leaf.Name, Catalogue.NameOf(type), LeafWords.Of(leaf.Type));
        }

        return ExitCode.Done;
    }
}
