using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// A network as two ONNX files: a step (u, state, noise, level -> next_state, outputs) and the whole sequence (inputs, noise, level ->
/// outputs), a scan of the same step. Whatever is left out has a default: the initial state, no noise, the training level.
/// </summary>
public sealed class OnnxExport
{
    private readonly OnnxGraph _step, _sequence;
    private readonly ImmutableArray<(string, string)> _metadata;

    private OnnxExport(OnnxGraph step, OnnxGraph sequence, ImmutableArray<(string, string)> metadata, ImmutableArray<string> tables) =>
        (_step, _sequence, _metadata, Tables) = (step, sequence, metadata, tables);

    /// <summary>What is no closed form but a table, with the error that was measured: a sentence each.</summary>
    public ImmutableArray<string> Tables { get; }

    /// <summary>Puts the graphs together.</summary>
    /// <param name="model">The network, original or repaired.</param>
    /// <param name="isSingle">Whether numbers are float32, else float64.</param>
    /// <param name="about">More metadata.</param>
    /// <exception cref="InputException">The network's step is not known in ONNX operators, or a number is too large for float32.</exception>
    public static OnnxExport Of(Model model, bool isSingle, params ReadOnlySpan<(string Key, string Text)> about)
    {
        if (StepGraph.Refusal(model.Network) is { } reason)
            throw new InputException($"--to onnx: {reason}; allowed is --to npz, safetensors or mat");
        var (step, tables, level) = Step(model, isSingle);
        var metadata = new List<(string, string)>(ModelExport.Words(model));
        if (!model.Noise.IsEmpty)
        {
            metadata.Add(("train_level", $"{level:R}"));
            metadata.Add(("level", "the number by which the noise of training is called: 0 silent; the factor of its scale, and of each source, is in the graph"));
            metadata.Add(("xi", "draws of mean 0 and variance 1, one input a source in the order of noise, of the law that the equation says; not given, they are 0"));
        }

        metadata.Add(("state", model.Network switch
        {
            CurrentRnn => "[r, x]: rates, then currents",
            CoRnn => "[y, v]: positions, then velocities",
            Lstm => "[h, c]",
            _ => "h",
        }));
        metadata.Add(("tables", string.Join("\n", tables)));
        metadata.AddRange(about);
        if (model.Network.IsTimed)
            metadata.AddRange([("dt", $"{model.Dt:R}"), ("tau", $"{ScalarText.List(model.TimeConstants)}")]);
        return new(step, Sequence(model, isSingle), [.. metadata], tables);
    }

    /// <summary>Writes both files, each whole or not at all.</summary>
    /// <param name="step">The file of one step.</param>
    /// <param name="sequence">The file of the whole sequence.</param>
    /// <exception cref="InputException">One cannot be written.</exception>
    public void Write(string step, string sequence)
    {
        OnnxWriter.Write(step, _step, [("form", "step"), .. _metadata]);
        OnnxWriter.Write(sequence, _sequence, [("form", "sequence"), .. _metadata]);
    }

    private static (OnnxGraph Graph, ImmutableArray<string> Tables, double Level) Step(Model model, bool isSingle)
    {
        var terms = new GraphTerms(new OnnxGraph("step"), isSingle);
        var (graph, rows) = (terms.Graph, model.Network.StateRows);
        var u = graph.Input("u", terms.Type, "trials", $"{model.Inputs}");
        var state = graph.Input("state", terms.Type, "trials_of_state", $"{rows}");
        var noise = GraphNoise.Of(model, terms, "trials");
        terms.Default(Tensor.Of("state", [1, rows], StepGraph.InitialState(model)));
        var network = new StepGraph(model, terms, noise);
        var (next, output) = network.Add(terms, u, OfEachTrial(terms, state, u, 1), noise.Names);
        Give(graph, next, "next_state", terms.Type, "trials", $"{rows}");
        Give(graph, Response(graph, model, output), "outputs", terms.Type, "trials", $"{model.Outputs}");
        return (graph, [.. network.Activations.Tables.Distinct()], noise.Level);
    }

    // y = r(z).
    private static string Response(OnnxGraph graph, Model model, string output) => model.Readout == Readout.Sigmoid ? graph.Add("Sigmoid", [output]) : output;

    private static OnnxGraph Sequence(Model model, bool isSingle)
    {
        var terms = new GraphTerms(new OnnxGraph("sequence"), isSingle);
        var graph = terms.Graph;
        var inputs = graph.Input("inputs", terms.Type, "trials", "steps", $"{model.Inputs}");
        var noise = GraphNoise.Of(model, terms, "trials", "steps");
        var network = new StepGraph(model, terms, noise);
        var start = OfEachTrial(terms, terms.Constant(Tensor.Of("initial_state", [1, model.Network.StateRows], StepGraph.InitialState(model))), inputs, 1);
        // Every array that is scanned has all the steps.
        string[] scanned = [inputs, .. noise.Names.Select(name => graph.Add("Expand", [name, Joined(graph, graph.Wholes("one", 1), Axis(graph, inputs, 1), graph.Wholes("one", 1))]))];
        var body = terms.Of(graph.Body("one_step"));
        var rows = $"{model.Network.StateRows}";
        var state = body.Graph.Input("state_t", terms.Type, "trials", rows);
        var u = body.Graph.Input("u_t", terms.Type, "trials", $"{model.Inputs}");
        var draws = noise.Names.Select((name, k) => body.Graph.Input($"{name}_t", terms.Type, "trials_of_noise", $"{noise.Rows(k)}")).ToArray();
        var (next, output) = network.Add(body, u, state, draws);
        Give(body.Graph, next, "next_state_t", terms.Type, "trials", rows);
        Give(body.Graph, Response(body.Graph, model, output), "output_t", terms.Type, "trials", $"{model.Outputs}");
        graph.Add("Scan", [start, .. scanned], ["last_state", "outputs"], OnnxAttribute.Of("body", body.Graph), OnnxAttribute.Of("num_scan_inputs", scanned.Length),
            OnnxAttribute.Of("scan_input_axes", [.. scanned.Select(static _ => 1L)]), OnnxAttribute.Of("scan_output_axes", [1L]));
        graph.Output("outputs", terms.Type, "trials", "steps", $"{model.Outputs}");
        return graph;
    }

    // A state that is one for all trials, for each.
    private static string OfEachTrial(GraphTerms terms, string state, string inputs, int rest) =>
        terms.Graph.Add("Expand", [state, Joined(terms.Graph, Axis(terms.Graph, inputs, 0), terms.Graph.Wholes("one", [.. Enumerable.Repeat(1L, rest)]))]);

    private static string Axis(OnnxGraph graph, string value, int axis) =>
        graph.Add("Gather", [graph.Add("Shape", [value]), graph.Wholes("axis", axis)], OnnxAttribute.Of("axis", 0));

    private static string Joined(OnnxGraph graph, params string[] parts) => graph.Add("Concat", parts, OnnxAttribute.Of("axis", 0));

    private static void Give(OnnxGraph graph, string value, string name, TensorType type, params ReadOnlySpan<string> shape)
    {
        graph.Add("Identity", [value], [name]);
        graph.Output(name, type, shape);
    }
}
