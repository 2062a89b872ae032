using System.CommandLine;
using NoisyRnn.Claims;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn describe NAME</c>: the keys of an experiment or of any kind, with defaults and ranges.</summary>
internal static class DescribeVerb
{
    private static readonly Dictionary<string, Type> Files = new() { ["experiment"] = typeof(ExperimentSpec), ["sidecar"] = typeof(ImportSidecar) };

    public static Command Command()
    {
        var name = new Argument<string>("name") { Description = "experiment (the whole file), a section of it (noise, training, sweep, ...), or a kind: relu, ctrnn, adam, function-approximation, ..." };
        var command = new Command("describe", "Describe the keys of an experiment file, of a section of it, or of one kind in it.") { name };
        command.SetAction(parsed => Print(parsed.GetValue(name)!));
        return command;
    }

    private static int Print(string name)
    {
        if (Files.TryGetValue(name, out var file))
        {
            Print(file, "");
            return ExitCode.Done;
        }

        var leaves = Catalogue.Bases(typeof(ExperimentSpec).Assembly).SelectMany(b => Catalogue.Leaves(b).Select(leaf => (Base: b, Leaf: leaf))).ToArray();
        var found = leaves.Where(l => l.Leaf.Name == name).ToArray();
        var shipped = ShippedExperiments.Find(name);
        var section = Catalogue.Sections(typeof(ExperimentSpec)).FirstOrDefault(section => section.Name == name);
        if (found.Length == 0 && shipped is null && section is null && Catalogue.Keys(typeof(ExperimentSpec)).Where(key => key.Path == name || key.Path.StartsWith($"{name}.", StringComparison.Ordinal)).ToArray() is { Length: > 0 } keys)
        {
            Print(keys, "");
            return ExitCode.Done;
        }

        if (found.Length == 0 && shipped is null && section is null)
        {
            string[] names = [.. Files.Keys, .. Catalogue.Sections(typeof(ExperimentSpec)).Select(static section => section.Name), .. ShippedExperiments.All().Select(static e => e.Name), .. leaves.Select(static l => l.Leaf.Name)];
            throw new InputException(NearestName.Unknown("name", name, [.. names.Distinct()]));
        }

        foreach (var (type, leaf) in found)
        {
            Console.WriteLine($"{leaf.Name} ({Catalogue.NameOf(type)})");
            if (WhatItDoes(leaf.Type) is { Length: > 0 } words)
                Console.WriteLine(words);
            Print(leaf.Type, "");
            PrintItems(leaf.Type, "");
        }

        // An analysis is a section of the file under its own name, with the same keys.
        if (section is not null && found.Length == 0)
            Print(section);
        // An experiment may have the name of its task: then both are meant.
        if (found.Length > 0 && shipped is not null)
            Console.WriteLine($"\n{name} (experiment)");
        Console.Write(shipped);
        return ExitCode.Done;
    }

    // Of a claim all that is asked: its sentence stands in it.
    private static string WhatItDoes(Type leaf) =>
        typeof(Claim).IsAssignableFrom(leaf) ? ((Claim)Activator.CreateInstance(leaf)!).Criterion(new CommonRules()) : LeafWords.Of(leaf);

    private static void Print(SpecSection section)
    {
        Console.WriteLine($"{section.Name} (section of an experiment file){(section.IsList ? ": a list, each with these keys" : "")}\n{section.Description}");
        if (section.Type.IsAbstract)
        {
            foreach (var leaf in Catalogue.Leaves(section.Type))
                Console.WriteLine($"  kind: {leaf.Name}{(LeafWords.Of(leaf.Type) is { Length: > 0 } words ? $"\n      {words}" : "")}");
        }
        else
            Print(section.Type, section.IsList ? "" : $"{section.Name}.");
    }

    // What the items of its lists are made of, and of theirs.
    private static void PrintItems(Type spec, string path)
    {
        foreach (var section in Catalogue.Sections(spec).Where(static section => section.IsList))
        {
            Console.WriteLine($"\neach of {path}{section.Name}:");
            foreach (var leaf in section.Type.IsAbstract ? Catalogue.Leaves(section.Type) : [])
                Console.WriteLine($"  kind: {leaf.Name}{(LeafWords.Of(leaf.Type) is { Length: > 0 } words ? $"\n      {words}" : "")}");
            if (section.Type.IsAbstract)
                continue;
            Print(section.Type, "");
            PrintItems(section.Type, $"{path}{section.Name}.");
        }
    }

    private static void Print(Type spec, string path) => Print(Catalogue.Keys(spec), path);

    private static void Print(IEnumerable<SpecKey> keys, string path)
    {
        foreach (var key in keys)
        {
            Console.WriteLine($"  {path}{key.Path}: {key.Default ?? "(required)"}\n      {key.Description}; {key.Type}");
            foreach (var (value, words) in key.Values)
                Console.WriteLine($"        {value}: {words}");
        }
    }
}
