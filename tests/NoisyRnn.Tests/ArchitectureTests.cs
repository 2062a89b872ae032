using System.Reflection;
using System.Text.RegularExpressions;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests;

/// <summary>The rules that keep the library readable from the first folder to the last.</summary>
public class ArchitectureTests
{
    private const int LongestFile = 400;

    private const int MostFiles = 40;

    /// <summary>The rooms in the order of reading, as docs/architecture.md has them: one may use only those before it.</summary>
    private static readonly string[] Rooms = [.. RoomsOf(File.ReadAllLines(Checkout.Path("docs", "architecture.md")))];

    private static readonly string[] Folders = [.. Rooms.Select(static room => room.Split('/')[0]).Distinct()];

    private static readonly string[] EmptyWords = ["Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Manager", "Service", "Services"];

    private static readonly Regex QualifiedName = Pattern(@"(?<![\w.])NoisyRnn\.(?<folder>\w+)");

    // Inside a namespace of ours "Formats.InputException" means NoisyRnn.Formats.InputException: a folder, then one of its types.
    private static readonly Regex RelativeName = Pattern(@"(?<![\w.])(?<folder>[A-Z]\w*)\.(?<type>[A-Z]\w*)");

    private static readonly Regex Declaration = Pattern(
        @"^(?!\s*//)[\w\s]*\b(class|record|struct|interface|enum)\s+(?!class\b|struct\b)(?<type>[A-Z]\w*)");

    private static readonly Regex OuterDeclaration = Pattern(@"^(?!//)(?:[a-z]+ )*(?:(?:class|record|struct|interface|enum) (?:struct )?|delegate [^\n(]*?(?=[A-Z]\w*(?:<[^\n(>]*>)?\())(?<type>[A-Z]\w*)");

    private static readonly Regex NoCode = Pattern(@"^\s*//.*$|^\[Leaf\(.*$|""(?:[^""\\\n]|\\.)*""");

    // Whose constants or nameof are used: the compiler leaves no trace of them. Not a member of something.
    private static readonly Regex TypeName = Pattern(@"(?<![\w.])[A-Z]\w*(?=\.[A-Z])|(?<=nameof\()[A-Z]\w*(?=\))");

    // They call the platform's C library, whose last bit differs from one to the next.
    private static readonly Regex PlatformFunction = Pattern(
        @"\b(?:(?:Math|MathF|double|float|Complex)\.(?:A?(?:Sin|Cos|Tan)h?|Atan2|SinCos|(?:A?(?:Sin|Cos|Tan)|SinCos)Pi|Exp(?:2|10|M1)?|Log(?:2|10|P1)?|Pow|Cbrt|RootN)\(|SpecialFunctions\.)");

    private static readonly Regex Word = Pattern("[A-Z][a-z0-9]*");

    private static readonly Regex LeafName = Pattern("^[a-z][a-z0-9]*(-[a-z0-9]+)*$");

    private static readonly string Library = Checkout.Path("src", "NoisyRnn");

    private static readonly Dictionary<string, HashSet<string>> TypesOf = Folders.ToDictionary(
        static folder => folder, static folder => Sources(folder).SelectMany(static file => TypesDeclared(file.Text)).ToHashSet());

    private static readonly Dictionary<(string Folder, string Type), string> RoomOfType = (
        from room in Rooms
        from file in Read(Directory.GetFiles(Path.Combine(Library, room), "*.cs"))
        from type in OuterTypes(file.Text)
        select (Key: (room.Split('/')[0], type), Room: room)).DistinctBy(static place => place.Key).ToDictionary(static place => place.Key, static place => place.Room);

    // As they are written: what the compiler makes of its own has no namespace of ours.
    private static readonly Type[] Types = [.. typeof(Network).Assembly.GetTypes().Where(static type => type.DeclaringType is null && type.Namespace?.StartsWith("NoisyRnn.", StringComparison.Ordinal) == true)];

    [Fact]
    public void Every_source_lies_in_a_room_that_has_its_place_in_the_order()
    {
        var found = Directory.GetFiles(Library, "*.cs", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Library, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(static room => room.Split('/')[0] is not ("bin" or "obj")).Distinct().ToList();
        Assert.True(Rooms.Length >= 30, $"only {Rooms.Length} rooms in docs/architecture.md");
        None(found.Except(Rooms).Select(static room => $"{room} has no place in the order"));
        None(Rooms.Except(found).Select(static room => $"{room} is empty"));
    }

    [Fact]
    public void No_room_is_a_hall() => None(
        from room in Rooms
        let files = Directory.GetFiles(Path.Combine(Library, room), "*.cs").Length
        where files > MostFiles
        select $"{room}: {files} files, allowed are {MostFiles}");

    /// <summary>By the longest beginning of their name that names a file or a room; one that names neither speaks of several rooms, and lies in one, or in the folder of all of them.</summary>
    [Fact]
    public void Tests_lie_in_the_room_of_what_they_test()
    {
        var rooms = Rooms.SelectMany(static room => Directory.GetFiles(Path.Combine(Library, room), "*.cs").Select(file => (Room: room, Name: Path.GetFileNameWithoutExtension(file))))
            .ToLookup(static file => (file.Room.Split('/')[0], file.Name), static file => file.Room);
        None(from file in Directory.GetFiles(Checkout.Path("tests", "NoisyRnn.Tests"), "*Tests.cs", SearchOption.AllDirectories)
             let room = Path.GetRelativePath(Checkout.Path("tests", "NoisyRnn.Tests"), Path.GetDirectoryName(file)!).Replace('\\', '/')
             let names = Beginnings(Path.GetFileNameWithoutExtension(file)[..^"Tests".Length])
             let tested = names.Select(name => rooms[(room.Split('/')[0], name)].ToList()).FirstOrDefault(static found => found.Count > 0)
                 ?? [.. Rooms.Where(other => names.Any(name => other == $"{room.Split('/')[0]}/{name}"))]
             where tested.Count > 0 ? !tested.Contains(room) : !Rooms.Contains(room) && !Folders.Contains(room) && room is not ("." or "Cli" or "Examples" or "Onnx" or "Python") && !room.EndsWith("/golden", StringComparison.Ordinal)
             select $"{room}/{Path.GetFileName(file)} {(tested.Count > 0 ? $"tests what lies in {tested[0]}" : "lies in no room")}");

        // Of NpyTypesTests: NpyTypes, then Npy.
        static string[] Beginnings(string name) => [.. Word.Matches(name).Select(word => name[..(word.Index + word.Length)]).Reverse()];
    }

    /// <summary>What is used the compiled library tells: see <see cref="CompiledUses"/>.</summary>
    [Fact]
    public void A_room_uses_only_those_above_it() => None(
        from type in Types
        from used in CompiledUses.TypesOf(type)
        let room = RoomOf(type)
        let other = RoomOf(used)
        where Array.IndexOf(Rooms, other) > Array.IndexOf(Rooms, room)
        select $"{type.Name}: {room} may not use {used.Name} of {other}");

    /// <summary>Of a constant and of nameof nothing is left in what is compiled: these the text tells.</summary>
    [Fact]
    public void A_room_names_only_constants_of_those_above_it() => None(
        from room in Rooms
        let below = Rooms.Skip(Array.IndexOf(Rooms, room) + 1).Where(other => other.Split('/')[0] == room.Split('/')[0])
            .SelectMany(static other => Read(Directory.GetFiles(Path.Combine(Library, other), "*.cs")).SelectMany(file => OuterTypes(file.Text)).Select(type => (Room: other, Type: type)))
            .ToLookup(static type => type.Type, static type => type.Room)
        where below.Count > 0
        from file in Read(Directory.GetFiles(Path.Combine(Library, room), "*.cs"))
        from type in TypesNamed(file.Text)
        from other in below[type]
        select $"{file.Name}: {room} may not use {type} of {other}");

    [Fact]
    public void Every_type_has_a_room() => None(from type in Types where Array.IndexOf(Rooms, RoomOf(type)) < 0 select type.FullName);

    [Theory]
    [InlineData("public sealed record Late(int A)", "Late")]
    [InlineData("internal static class Late<T>", "Late")]
    [InlineData("public readonly record struct Late", "Late")]
    [InlineData("internal delegate void Late(Other other);", "Late")]
    [InlineData("public delegate IReadOnlyList<Other> Late<T>(T value);", "Late")]
    [InlineData("    private sealed class Late")]
    [InlineData("// class Late")]
    public void An_outer_type_is_seen_whatever_its_kind(string line, params string[] types) => Assert.Equal(types, OuterTypes(line));

    [Theory]
    [InlineData("x = Late.Most + 1;", "Late")]
    [InlineData("nameof(Late)", "Late")]
    [InlineData("nameof(Late.Most)", "Late")]
    [InlineData("other.Late.Most")]
    [InlineData("// Late.Most")]
    public void A_constant_of_a_type_is_seen(string line, params string[] types) => Assert.Equal(types, TypesNamed(line));

    [Fact]
    public void The_namespace_is_the_folder() => None(
        from folder in Folders
        from file in Sources(folder)
        where !file.Text.Contains($"\nnamespace NoisyRnn.{folder};\n", StringComparison.Ordinal) && !file.Text.StartsWith($"namespace NoisyRnn.{folder};\n", StringComparison.Ordinal)
        select $"{file.Name}: the namespace is not NoisyRnn.{folder}");

    [Fact]
    public void A_folder_uses_only_those_above_it() => None(
        from folder in Folders
        from file in Sources(folder)
        from used in FoldersUsed(file.Text)
        where Array.IndexOf(Folders, used) > Array.IndexOf(Folders, folder)
        select $"{file.Name}: {folder} may not use {used}");

    [Theory]
    [InlineData("using NoisyRnn.Tasks;", "Tasks")]
    [InlineData("using Rate = NoisyRnn.Training.Schedule;", "Training")]
    [InlineData("using static NoisyRnn.Numerics.Elementary;", "Numerics")]
    [InlineData("var x = new NoisyRnn.Networks.Tanh();", "Networks")]
    [InlineData("throw new Formats.InputException(text);", "Formats")]
    [InlineData("/// <see cref=\"NoisyRnn.Reports.Report\"/>")]
    [InlineData("// as NoisyRnn.Reports does")]
    [InlineData("var n = spec.Noise.Length + Noise.Count;")]
    [InlineData("using NoisyRnnElse.Tasks;")]
    public void A_use_is_a_using_directive_or_a_qualified_name_but_no_comment_and_no_member(string line, params string[] used) =>
        Assert.Equal(used, FoldersUsed(line));

    /// <summary>What reaches a result has the same bits on every machine: of the functions, those of <see cref="NoisyRnn.Numerics.Elementary"/>.</summary>
    [Fact]
    public void Only_reports_call_the_mathematical_functions_of_the_platform() => None(
        from folder in Folders
        where folder != "Reports"
        from file in Sources(folder)
        from call in PlatformFunction.Matches(file.Text)
        select $"{file.Name}: {call.Value}");

    [Theory]
    [InlineData("x = Math.Exp(-x);", true)]
    [InlineData("return double.Log2(n);", true)]
    [InlineData("Math.SinCos(a)", true)]
    [InlineData("Complex.Pow(z, 2)", true)]
    [InlineData("MathNet.Numerics.SpecialFunctions.Erf(x)", true)]
    [InlineData("Elementary.Exp(x) + T.Tanh(y) + Math.Sqrt(z)", false)]
    public void A_function_of_the_platform_is_told_from_our_own(string line, bool isOne) => Assert.Equal(isOne, PlatformFunction.IsMatch(line));

    /// <summary>A loss says of itself what others need to know: outside its own files only the list of losses and the default name one.</summary>
    [Fact]
    public void Nothing_asks_for_the_type_of_a_loss() => None(
        from folder in Folders
        from file in Sources(folder)
        from leaf in Catalogue.Leaves(typeof(Loss))
        where !Path.GetFileName(file.Name).StartsWith(leaf.Type.Name, StringComparison.Ordinal)
        let code = Pattern($@"^\s*//.*$|^\[Leaf\(.*$|\bLoss \{{ get; init; \}} = new {leaf.Type.Name}\(\);").Replace(file.Text, "")
        where Pattern($@"\b{leaf.Type.Name}\b").IsMatch(code)
        select $"{file.Name}: {leaf.Type.Name}");

    /// <summary>Whatever the variable is called: the compiler tells who calls.</summary>
    [Fact]
    public void Trials_are_run_in_few_places()
    {
        Assert.Equal(["ImportCheck", "Loss", "LyapunovPath", "MarginBlock", "MazeClosedLoop", "TrialDraws"], Callers(typeof(Rollout<>), nameof(Rollout<>.Forward)));
        Assert.Equal(["ParallelLoop", "SpeedTest"], Callers(typeof(Parallel)));

        static IEnumerable<string> Callers(Type of, string? member = null) =>
            from type in Types
            where type != of && CompiledUses.MembersOf(type).Any(used => IsOf(of, used.DeclaringType) && (member is null || used.Name == member))
            orderby type.Name
            select type.Name.Split('`')[0];

        static bool IsOf(Type of, Type? type) => type == of || (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == of);
    }

    /// <summary>Whoever runs trials says which, and leaves lanes and threads to those who fill them: the runners of draws, of losses, of margins, of long paths, of mazes and of saved inputs.</summary>
    [Theory]
    [InlineData(@"\.LoadInputs\(|\bTrials\[(?:lane|lane \+ k)\] = |\.Trials\.AsSpan\(\)", "TrialDraws.cs", "TrialBlock.cs", "RegularizerSimulation.cs", "LyapunovPath.cs", "MazeClosedLoop.cs")]
    public void Trials_are_laid_into_lanes_in_few_places(string pattern, params string[] places)
    {
        var found = from folder in Folders
                    from file in Sources(folder)
                    where Pattern($@"^(?!\s*//).*(?:{pattern})").IsMatch(file.Text)
                    select Path.GetFileName(file.Name);
        Assert.Equal(places.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    /// <summary>What a network is it says itself, in <see cref="Network"/>: a new one is one file. The default, the speed test's and the one unit of a claim are named.</summary>
    [Fact]
    public void Only_networks_tell_one_kind_of_network_from_another_and_their_arrays_by_name()
    {
        string[] named = ["Setup.cs", "SpeedTest.cs", "MeanFieldOptimum.cs"];
        var kinds = string.Join('|', Catalogue.Leaves(typeof(Network)).Select(static leaf => leaf.Type.Name));
        var telling = new Regex($@"\b(?:{kinds})\b|\[""(?:[WKABC]|[Wb]_\w+|init_state)""\]", RegexOptions.None, TimeSpan.FromSeconds(10));
        None(from folder in Folders
             where folder != "Networks"
             from file in Sources(folder)
             where !named.Contains(Path.GetFileName(file.Name))
             from line in file.Text.Split('\n')
             where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && telling.IsMatch(line)
             select $"{file.Name}: {line.Trim()}");
    }

    /// <summary>Kinds that others descend from too: a drift is handed to the steps that are made of it, and asked for nowhere else. The one unit of a claim is named.</summary>
    [Fact]
    public void Only_networks_tell_a_driven_network_from_a_map()
    {
        string[] named = ["Rollout", "RegularizerPenalty", "MeanFieldOptimum"];
        None(from type in Types
             where type.Namespace != typeof(Network).Namespace && !named.Contains(type.Name.Split('`')[0])
             from used in CompiledUses.MembersOf(type)
             from kind in used is Type tested ? [tested] : used is MethodInfo { IsGenericMethod: true } method ? method.GetGenericArguments() : []
             where kind.IsSubclassOf(typeof(Network))
             select $"{type.Name} asks for {kind.Name}");
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => None(
        from file in AllSources()
        from type in TypesDeclared(file.Text)
        where Word.Matches(type).Any(static word => EmptyWords.Contains(word.Value))
        select $"{file.Name}: {type}");

    [Theory]
    [InlineData("public sealed record TrialBlock<T>", "TrialBlock")]
    [InlineData("internal static class NoiseHelpers", "NoiseHelpers")]
    [InlineData("public readonly record struct Pair(int A)", "Pair")]
    [InlineData("    private enum Kind { A }", "Kind")]
    [InlineData("/// A class of networks")]
    [InlineData("where T : class, new()")]
    public void A_declaration_is_seen_whatever_its_kind(string line, params string[] types) => Assert.Equal(types, TypesDeclared(line));

    [Fact]
    public void No_source_file_is_longer_than_a_reader_s_patience() => None(
        from file in AllSources()
        let lines = file.Text.Count(static c => c == '\n')
        where lines > LongestFile
        select $"{file.Name}: {lines} lines, allowed are {LongestFile}");

    [Fact]
    public void Every_leaf_is_a_sealed_descendant_of_the_record_that_lists_it_and_none_is_missing()
    {
        var assembly = typeof(LeafAttribute).Assembly;
        var bases = Catalogue.Bases(assembly).Where(static type => type.IsPublic).ToList();
        Assert.NotEmpty(bases);
        None(from listing in bases
             from leaf in Catalogue.Leaves(listing)
             where !leaf.Type.IsSealed || !leaf.Type.IsSubclassOf(listing)
             select $"{listing.Name} lists {leaf.Type.Name}, which is not a sealed descendant");
        None(from listing in bases
             from leaf in Catalogue.Leaves(listing)
             where !LeafName.IsMatch(leaf.Name)
             select $"{listing.Name} calls a leaf '{leaf.Name}'; allowed are lower-case words joined by hyphens");
        None(from listing in bases
             from type in assembly.GetExportedTypes()
             where type.IsSubclassOf(listing) && !type.IsAbstract && Catalogue.Leaves(listing).All(leaf => leaf.Type != type)
             select $"{type.Name} is missing in the list above {listing.Name}");
    }

    private static IEnumerable<string> FoldersUsed(string source)
    {
        var code = string.Join('\n', source.Split('\n').Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        var named = QualifiedName.Matches(code).Select(static match => match.Groups["folder"].Value);
        var relative = RelativeName.Matches(code)
            .Where(static match => TypesOf.TryGetValue(match.Groups["folder"].Value, out var types) && types.Contains(match.Groups["type"].Value))
            .Select(static match => match.Groups["folder"].Value);
        return named.Concat(relative).Where(Folders.Contains).Distinct();
    }

    // | folder | rooms | what belongs here |: no folder is that of the row above, no room or a dot the folder itself.
    private static IEnumerable<string> RoomsOf(IEnumerable<string> map)
    {
        var folder = "";
        foreach (var row in map.Select(static line => line.Split('|')).Where(static row => row.Length == 5).Skip(2))
        {
            folder = row[1].Trim() is { Length: > 0 } name ? name : folder;
            foreach (var room in row[2].Trim().Split(", "))
                yield return room is "" or "." ? folder : $"{folder}/{room}";
        }
    }

    // The list of leaves above a record looks down by its nature; a property may be called as a type is.
    private static IEnumerable<string> TypesNamed(string source) =>
        TypeName.Matches(NoCode.Replace(source, "")).Select(static match => match.Value).Distinct()
            .Where(name => !source.Contains($" {name} {{ get", StringComparison.Ordinal));

    private static string RoomOf(Type type) =>
        RoomOfType.GetValueOrDefault((type.Namespace?.Split('.') is [_, var folder, ..] ? folder : "", type.Name.Split('`')[0]), "");

    private static IEnumerable<string> OuterTypes(string source) => OuterDeclaration.Matches(source).Select(static match => match.Groups["type"].Value);

    private static IEnumerable<string> TypesDeclared(string source) =>
        Declaration.Matches(source).Select(static match => match.Groups["type"].Value);

    private static IEnumerable<(string Name, string Text)> Sources(string folder)
    {
        var path = Path.Combine(Library, folder);
        return Directory.Exists(path) ? Read(Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories)) : [];
    }

    private static IEnumerable<(string Name, string Text)> AllSources()
    {
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        return new[] { "src", "tests", "bench", "examples" }.Select(static top => Checkout.Path(top)).Where(Directory.Exists).SelectMany(top => Read(
            Directory.GetFiles(top, "*.cs", SearchOption.AllDirectories).Where(file => !file.Split(separators).Any(static part => part is "bin" or "obj"))));
    }

    private static IEnumerable<(string Name, string Text)> Read(IEnumerable<string> files) =>
        files.Select(static file => (Path.GetRelativePath(Checkout.Root, file), File.ReadAllText(file).ReplaceLineEndings("\n")));

    private static Regex Pattern(string pattern) =>
        new(pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static void None(IEnumerable<string> offenders)
    {
        var all = offenders.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
