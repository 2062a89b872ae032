using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Onnx;

/// <summary>Which input and which output of a graph is what, from names and shapes, or as the user says.</summary>
public sealed record OnnxRoles
{
    private static readonly string[] InputNames = ["u", "input", "inputs", "x", "stimulus", "data"], StateNames = ["h", "hidden", "state", "states", "h0", "c", "c0", "hx", "cx", "r", "cell"],
        NoiseNames = ["noise", "xi", "eps", "epsilon", "noises"], LevelNames = ["level", "sigma", "noise_level", "noise_std", "s"],
        OutputNames = ["outputs", "output", "z", "y", "out", "logits", "readout", "prediction", "predictions"];

    /// <summary>u.</summary>
    public required OnnxValue Input { get; init; }

    /// <summary>The arrays of the state, in the order of the graph; none of a whole sequence.</summary>
    public required ImmutableArray<OnnxValue> States { get; init; }

    /// <summary>The arrays of noise.</summary>
    public required ImmutableArray<OnnxValue> Noise { get; init; }

    /// <summary>The noise level; null where there is none.</summary>
    public OnnxValue? Level { get; init; }

    /// <summary>The outputs.</summary>
    public required OnnxValue Output { get; init; }

    /// <summary>The state after the step, in the order of <see cref="States"/>.</summary>
    public required ImmutableArray<OnnxValue> NextStates { get; init; }

    /// <summary>"inputs is the input, noise the noise, ...".</summary>
    public string Words => string.Join("; ", new[]
    {
        $"input {Input}", Listed("state", States), Listed("noise", Noise), Level is { } level ? $"level {level}" : "", $"output {Output}", Listed("next state", NextStates),
    }.Where(static part => part.Length > 0));

    /// <summary>Tells roles.</summary>
    /// <param name="file">The graph.</param>
    /// <param name="said">"u=x state=h,c noise=eps level=s output=z next=h1,c1", each where the names do not tell; null for nothing.</param>
    /// <exception cref="InputException">It cannot be told; inputs and outputs are listed with their shapes.</exception>
    public static OnnxRoles Of(OnnxFile file, string? said)
    {
        var roles = Said(said);
        ImmutableArray<OnnxValue> inputs = [.. file.Inputs, .. file.Defaults];
        string[] told = [.. roles.Where(static role => role.Key is not ("output" or "next")).SelectMany(static role => role.Value)];
        if (told.GroupBy(static name => name).FirstOrDefault(static same => same.Count() > 1) is { Key: var twice })
            throw new InputException($"--onnx-roles: '{ShownText.Of(twice)}' is named twice; allowed is one role an input");
        ImmutableArray<OnnxValue> untold = [.. inputs.Where(value => !told.Contains(value.Name))];
        var states = Told("state") ?? [.. untold.Where(value => IsNamed(value, StateNames))];
        var noise = Told("noise") ?? [.. untold.Where(value => IsNamed(value, NoiseNames))];
        var level = One("level") ?? untold.FirstOrDefault(value => IsNamed(value, LevelNames) && value.Axes is { } axes && axes.All(static n => n == 1));
        var input = One("u") ?? Only([.. untold.Where(value => IsNamed(value, InputNames))]) ?? Only([.. file.Inputs.Except(states).Except(noise).Where(value => value != level)])
            ?? throw Unclear(file, "which input is u, the network's input", "u=NAME");
        foreach (var left in file.Inputs.Where(value => value != input && value != level && !states.Contains(value) && !noise.Contains(value)))
            throw Unclear(file, $"what the input '{ShownText.Of(left.Name)}' is", $"state={left.Name}, noise={left.Name} or level={left.Name}");
        foreach (var value in states.Concat(noise).Append(input).Where(static value => value.Type is not (TensorType.F32 or TensorType.F64)))
            throw new InputException($"{file.Path}: input {value}; allowed are float32 and float64");
        var output = One("output", isOutput: true) ?? Only(file.Outputs) ?? Only([.. file.Outputs.Where(value => IsNamed(value, OutputNames))])
            ?? Only([.. file.Outputs.Where(value => !IsNamed(value, StateNames))]) ?? throw Unclear(file, "which output is the network's", "output=NAME");
        ImmutableArray<OnnxValue> next = Told("next", isOutput: true) ?? [.. states.IsEmpty ? [] : file.Outputs.Where(value => value != output)];
        if (next.Length != states.Length)
            throw Unclear(file, $"which outputs are the next of the states {string.Join(", ", states.Select(static value => ShownText.Of(value.Name)))} ({next.Length} are left)", "next=NAME, in the order of the states");
        return new() { Input = input, States = states, Noise = noise, Level = level, Output = output, NextStates = next };

        ImmutableArray<OnnxValue>? Told(string role, bool isOutput = false) => !roles.TryGetValue(role, out var names) ? null
            : [.. names.Select(name => (isOutput ? file.Outputs : inputs).FirstOrDefault(value => value.Name == name)
                ?? throw new InputException($"--onnx-roles: {role}: {NearestName.Unknown(isOutput ? "output" : "input", name, [.. (isOutput ? file.Outputs : inputs).Select(static value => value.Name)])}"))];

        OnnxValue? One(string role, bool isOutput = false) => Told(role, isOutput) is not { } values ? null
            : values is [var one] ? one : throw new InputException($"--onnx-roles: {role}: {values.Length} names; allowed is one");
    }

    private static Dictionary<string, string[]> Said(string? said)
    {
        string[] allowed = ["u", "state", "noise", "level", "output", "next"];
        var roles = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var word in said?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (word.Split('=', 2) is not [var role, { Length: > 0 } names])
                throw new InputException($"--onnx-roles: '{ShownText.Of(word)}'; allowed is ROLE=NAME, several with spaces between: u=x state=h,c noise=eps level=s output=z next=h1,c1");
            if (!allowed.Contains(role))
                throw new InputException($"--onnx-roles: {NearestName.Unknown("role", role, allowed)}");
            if (!roles.TryAdd(role, names.Split(',')))
                throw new InputException($"--onnx-roles: {role} is said twice; allowed is once, several names with commas between");
        }

        return roles;
    }

    // The name, or what begins with it and an underscore, a dot or a number: noise_1, h.0, state_in.
    private static bool IsNamed(OnnxValue value, string[] names) => names.Any(name => value.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (name.Length > 1 && value.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) && !char.IsLetter(value.Name[name.Length])))
        && !(names != LevelNames && LevelNames.Contains(value.Name, StringComparer.OrdinalIgnoreCase));

    private static OnnxValue? Only(ImmutableArray<OnnxValue> values) => values is [var one] ? one : null;

    private static string Listed(string role, ImmutableArray<OnnxValue> values) => values.IsEmpty ? "" : $"{role} {string.Join(", ", values)}";

    private static InputException Unclear(OnnxFile file, string what, string allowed) => new(
        $"{file.Path}: it is not clear {what}; inputs: {List(file.Inputs)}{(file.Defaults.IsEmpty ? "" : $"; with defaults: {List(file.Defaults)}")}; outputs: {List(file.Outputs)}; allowed is --onnx-roles '{allowed}'");

    private static string List(ImmutableArray<OnnxValue> values) => values.IsEmpty ? "none" : string.Join(", ", values);
}
