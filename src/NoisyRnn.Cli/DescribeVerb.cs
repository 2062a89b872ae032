using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn describe NAME</c>: the keys of an experiment or of any kind, with defaults and ranges.</summary>
internal static class DescribeVerb
{
    private const string Whole = "experiment", Sidecar = "sidecar";

    public static Command Command()
    {
        var name = new Argument<string>("name") { Description = "experiment (the whole file), or a kind: relu, ctrnn, adam, function-approximation, ..." };
        var command = new Command("describe", "Describe the keys of an experiment file, or of one kind in it.") { name };
        command.SetAction(parsed => Print(parsed.GetValue(name)!));
        return command;
    }

    private static int Print(string name)
    {
        if (name == Whole)
        {
            Print(typeof(ExperimentSpec));
            return ExitCode.Done;
        }

        if (name == Sidecar)
        {
            Print(typeof(ImportSidecar));
            return ExitCode.Done;
        }

        var leaves = Catalogue.Bases(typeof(ExperimentSpec).Assembly).SelectMany(b => Catalogue.Leaves(b).Select(leaf => (Base: b, Leaf: leaf))).ToArray();
        var found = leaves.Where(l => l.Leaf.Name == name).ToArray();
        var shipped = ShippedExperiments.Find(name);
        if (found.Length == 0 && shipped is null)
        {
            string[] names = [Whole, Sidecar, .. ShippedExperiments.All().Select(static e => e.Name), .. leaves.Select(static l => l.Leaf.Name)];
            throw new InputException(NearestName.Unknown("name", name, [.. names.Distinct()]));
        }

        foreach (var (type, leaf) in found)
        {
            Console.WriteLine($"{leaf.Name} ({Catalogue.NameOf(type)})");
            if (WhatItDoes(leaf.Type) is { } words)
                Console.WriteLine(words);
            Print(leaf.Type);
        }

        // An experiment may have the name of its task: then both are meant.
        if (found.Length > 0 && shipped is not null)
            Console.WriteLine($"\n{name} (experiment)");
        Console.Write(shipped);
        return ExitCode.Done;
    }

    private static string? WhatItDoes(Type leaf) =>
        typeof(Claim).IsAssignableFrom(leaf) ? ((Claim)Activator.CreateInstance(leaf)!).Criterion(new CommonRules())
        : typeof(Analysis).IsAssignableFrom(leaf) ? ((Analysis)Activator.CreateInstance(leaf)!).Summary
        : typeof(WeightLayout).IsAssignableFrom(leaf) ? ((WeightLayout)Activator.CreateInstance(leaf)!).Summary
        : typeof(RepairMethod).IsAssignableFrom(leaf) ? ((RepairMethod)Activator.CreateInstance(leaf)!).Summary
        : typeof(Perturbation).IsAssignableFrom(leaf) ? $"with strength s an input x becomes: {((Perturbation)Activator.CreateInstance(leaf)!).Formula}"
        : null;

    private static void Print(Type spec)
    {
        foreach (var key in Catalogue.Keys(spec))
            Console.WriteLine($"  {key.Path}: {key.Default ?? "(required)"}\n      {key.Description}; {key.Type}");
    }
}
