using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;

namespace NoisyRnn.Onnx;

/// <summary>A network in an ONNX file, executed by ONNX Runtime on the processor, one thread a run.</summary>
public sealed class OnnxModel : ExecutedModel
{
    private readonly InferenceSession _session;
    private readonly OnnxFile _file;
    private readonly OnnxRoles _roles;
    private readonly ImmutableArray<int> _stateRows;
    private readonly double[][] _initialStates;

    private OnnxModel(OnnxFile file, OnnxRoles roles, InferenceSession session)
    {
        (_file, _roles, _session) = (file, roles, session);
        IsStep = roles.Input.Axes is { Length: 2 } || (!roles.States.IsEmpty && roles.Input.Axes is not { Length: 3 });
        _stateRows = [.. roles.States.Select(state => Rows(state, 2, "state"))];
        NoiseRows = [.. roles.Noise.Select(noise => Rows(noise, IsStep ? 2 : 3, "noise"))];
        Inputs = roles.Input.Axes is { } axes && axes[^1] > 0 ? axes[^1] : null;
        _initialStates = [.. roles.States.Zip(_stateRows, Initial)];
        // What its axes do not say, a run of two trials of three steps does.
        (Outputs, OnlyLast) = Probe();
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations =>
    [
        $"{System.IO.Path.GetFileName(_file.Path)}, {(IsStep ? "one step, from a state of 0 where the file has no other" : "the whole sequence")}, executed by ONNX Runtime {OrtEnv.Instance().GetVersionString()}",
        .. _roles.Words.Split("; "),
        .. _file.Metadata.TryGetValue("equation", out var equation) ? equation.Split('\n').Take(40).Select(static line => Printable.Line(line)) : [],
    ];

    /// <inheritdoc/>
    public override ImmutableArray<string> Assumed => [$"{System.IO.Path.GetFileName(_file.Path)}: {_roles.Words} (--onnx-roles says otherwise)"];

    /// <inheritdoc/>
    public override int? Inputs { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <inheritdoc/>
    public override ImmutableArray<int> NoiseRows { get; }

    /// <inheritdoc/>
    public override bool HasLevel => _roles.Level is not null;

    /// <inheritdoc/>
    public override bool DrawsItself => _file.DrawsItself;

    /// <inheritdoc/>
    public override bool OnlyLast { get; }

    /// <summary>Whether the file is one step.</summary>
    public bool IsStep { get; }

    /// <inheritdoc/>
    public override int? StateRows => IsStep && _stateRows.Length > 0 ? _stateRows.Sum() : null;

    /// <inheritdoc/>
    public override double Rounding => _roles.Output.Type == TensorType.F64 ? Math.ScaleB(1, -53) : Math.ScaleB(1, -24);

    /// <inheritdoc/>
    public override double? TrainingLevel => _file.Metadata.TryGetValue("train_level", out var text)
        && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var level) && level > 0 && double.IsFinite(level) ? level : null;

    /// <inheritdoc/>
    public override double[] InitialState => [.. _initialStates.SelectMany(static state => state)];

    /// <summary>Reads and checks a file, and makes it ready.</summary>
    /// <param name="path">The file.</param>
    /// <param name="roles">Which input and output is what, where names do not tell; null for nothing.</param>
    /// <exception cref="InputException">It is damaged, not allowed, or nothing that can be run as a network.</exception>
    public static OnnxModel Open(string path, string? roles)
    {
        var file = OnnxFile.Read(path);
        var told = OnnxRoles.Of(file, roles);
        InferenceSession? session = null;
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "0");
            session = new InferenceSession(file.Bytes.ToArray(), options);
            return new OnnxModel(file, told, session);
        }
        catch (OnnxRuntimeException error)
        {
            session?.Dispose();
            throw new InputException($"{path}: ONNX Runtime cannot run it: {Printable.Line(error.Message)}", error);
        }
        catch (InputException)
        {
            session?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Run(int trials, int steps, double[] inputs, double[][] noise, double level, double[] outputs)
    {
        try
        {
            if (IsStep)
                RunSteps(trials, steps, inputs, noise, level, outputs);
            else
                Execute(trials, [new(_roles.Input, inputs, [trials, steps, inputs.Length / trials / steps]), .. Draws(trials, steps, noise), .. LevelAt(level)], [_roles.Output], [outputs]);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InputException($"{_file.Path}: ONNX Runtime cannot run {trials} trials of {steps} steps: {Printable.Line(error.Message)}", error);
        }
    }

    /// <inheritdoc/>
    public override void Step(int trials, double[] state, double[] inputs, double[] next)
    {
        var before = Split(state, trials);
        var after = _stateRows.Select(rows => new double[trials * rows]).ToArray();
        Execute(trials, [new(_roles.Input, inputs, [trials, inputs.Length / trials]), .. States(before, trials), .. Draws(trials, null, []), .. LevelAt(0)], _roles.NextStates, after);
        Join(after, trials, next);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _session.Dispose();

    private void RunSteps(int trials, int steps, double[] inputs, double[][] noise, double level, double[] outputs)
    {
        var (channels, answers) = (inputs.Length / trials / steps, outputs.Length / trials / steps);
        var state = _initialStates.Select(initial => Enumerable.Repeat(initial, trials).SelectMany(static x => x).ToArray()).ToArray();
        var (u, z) = (new double[trials * channels], new double[trials * answers]);
        for (var t = 0; t < steps; t++)
        {
            Take(inputs, u, t, steps, channels);
            var draws = noise.Select((all, k) =>
            {
                var one = new double[trials * NoiseRows[k]];
                Take(all, one, t, steps, NoiseRows[k]);
                return one;
            }).ToArray();
            Execute(trials, [new(_roles.Input, u, [trials, channels]), .. States(state, trials), .. Draws(trials, null, draws), .. LevelAt(level)], [_roles.Output, .. _roles.NextStates], [z, .. state]);
            for (var p = 0; p < trials; p++)
                z.AsSpan(p * answers, answers).CopyTo(outputs.AsSpan(((p * steps) + t) * answers));
        }
    }

    // Noise that is not given is 0.
    private IEnumerable<OnnxFeed> Draws(int trials, int? steps, double[][] noise) => _roles.Noise.Select((value, k) => new OnnxFeed(
        value, noise.Length > 0 ? noise[k] : new double[trials * (steps ?? 1) * NoiseRows[k]], steps is { } n ? [trials, n, NoiseRows[k]] : [trials, NoiseRows[k]]));

    private IEnumerable<OnnxFeed> States(double[][] state, int trials) => _roles.States.Select((value, k) => new OnnxFeed(value, state[k], [trials, _stateRows[k]]));

    private IEnumerable<OnnxFeed> LevelAt(double level) => _roles.Level is { } value ? [new OnnxFeed(value, [level], [.. Enumerable.Repeat(1L, value.Axes!.Value.Length)])] : [];

    private void Execute(int trials, OnnxFeed[] feeds, IReadOnlyList<OnnxValue> wanted, double[][] results)
    {
        using var options = new RunOptions();
        var values = feeds.Select(static feed => feed.ToValue()).ToArray();
        try
        {
            using var outputs = _session.Run(options, [.. feeds.Select(static feed => feed.Value.Name)], values, [.. wanted.Select(static value => value.Name)]);
            for (var k = 0; k < results.Length; k++)
                OnnxFeed.Read(outputs[k], results[k], $"{_file.Path}: output {wanted[k]} of {trials} trials");
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    private (int Outputs, bool OnlyLast) Probe()
    {
        const int Trials = 2, Steps = 3;
        var channels = Inputs ?? 1;
        long[] shape;
        using (var options = new RunOptions())
        {
            OnnxFeed[] feeds =
            [
                new(_roles.Input, new double[Trials * (IsStep ? 1 : Fixed(Steps)) * channels], IsStep ? [Trials, channels] : [Trials, Fixed(Steps), channels]),
                .. States(Split(new double[Trials * _stateRows.Sum()], Trials), Trials), .. Draws(Trials, IsStep ? null : Fixed(Steps), []), .. LevelAt(0),
            ];
            var values = feeds.Select(static feed => feed.ToValue()).ToArray();
            try
            {
                using var outputs = _session.Run(options, [.. feeds.Select(static feed => feed.Value.Name)], values, [_roles.Output.Name]);
                shape = outputs[0].GetTensorTypeAndShape().Shape;
            }
            finally
            {
                foreach (var value in values)
                    value.Dispose();
            }
        }

        var found = $"{_file.Path}: output {_roles.Output}: of {Trials} trials{(IsStep ? "" : $" of {Fixed(Steps)} steps")} it has the shape [{ScalarText.List(shape)}]";
        return IsStep && shape is [Trials, > 0 and var rows] ? ((int)rows, false)
            : !IsStep && shape is [Trials, var steps, > 0 and var each] && steps == Fixed(Steps) ? ((int)each, false)
            : !IsStep && shape is [Trials, > 0 and var last] ? ((int)last, true)
            : throw new InputException($"{found}; allowed is {(IsStep ? "[trials, outputs]" : "[trials, steps, outputs], or [trials, outputs] of the last step")}, trials first (export with batch_first=True, and trials and steps as dynamic axes)");

        int Fixed(int free) => _roles.Input.Axes is { Length: 3 } axes && axes[1] > 0 ? axes[1] : free;
    }

    // 0, or the default, one for all trials.
    private double[] Initial(OnnxValue state, int rows)
    {
        if (!_file.Defaults.Contains(state))
            return new double[rows];
        return _file.DefaultOf(state.Name) is { } numbers && numbers.Length == rows ? numbers
            : throw new InputException($"{_file.Path}: state {state}: its default is not [1, {rows}] of float32 or float64; allowed is that, or none, which is 0");
    }

    private int Rows(OnnxValue value, int axes, string role) => value.Axes is { } known && known.Length == axes && known[^1] > 0 ? known[^1]
        : throw new InputException($"{_file.Path}: {role} {value}; allowed is {(axes == 2 ? "[trials, rows]" : "[trials, steps, rows]")}, with the number of rows in the file");

    private double[][] Split(double[] state, int trials)
    {
        var parts = _stateRows.Select(rows => new double[trials * rows]).ToArray();
        ForEachPart(trials, (part, from, to, rows) => state.AsSpan(from, rows).CopyTo(parts[part].AsSpan(to)));
        return parts;
    }

    private void Join(double[][] parts, int trials, double[] state) => ForEachPart(trials, (part, to, from, rows) => parts[part].AsSpan(from, rows).CopyTo(state.AsSpan(to)));

    // Places of each part of the state in the whole [trials, state rows], and in its own array [trials, rows].
    private void ForEachPart(int trials, Action<int, int, int, int> action)
    {
        var whole = _stateRows.Sum();
        for (var p = 0; p < trials; p++)
        {
            var first = 0;
            for (var part = 0; part < _stateRows.Length; first += _stateRows[part++])
                action(part, (p * whole) + first, p * _stateRows[part], _stateRows[part]);
        }
    }

    private static void Take(double[] all, double[] one, int step, int steps, int rows)
    {
        for (var p = 0; p < one.Length / rows; p++)
            all.AsSpan(((p * steps) + step) * rows, rows).CopyTo(one.AsSpan(p * rows));
    }
}
