using NoisyRnn.Dynamics;
using System.Collections.Concurrent;
using System.Text.Json;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>One case of a file of golden/; what its members mean stands in the script golden/make_*.py that made it.</summary>
internal sealed class GoldenCase
{
    /// <summary>The CTRNN's cases.</summary>
    public const string Ctrnn = "ctrnn.json";

    private static readonly ConcurrentDictionary<string, JsonElement> Files = new();

    private readonly JsonElement _case;

    private GoldenCase(JsonElement element) => _case = element;

    public static double ClipNorm => File(Ctrnn).GetProperty("header").GetProperty("clip_norm").GetDouble();

    public int StateRows => Shape("states")[1];

    public int Steps => Shape("inputs")[0];

    public int Inputs => Shape("inputs")[1];

    public int Outputs => Shape("targets")[1];

    public int Trials => Shape("inputs")[2];

    public string Loss => Text("loss");

    public static IEnumerable<string> Names(string file, Func<GoldenCase, bool> which) =>
        Cases(file).Where(which).Select(static c => c.Text("name"));

    public static GoldenCase Of(string file, string name) => Cases(file).Single(c => c.Text("name") == name);

    public bool Has(string member) => _case.TryGetProperty(member, out _);

    public double Number(string member) => _case.GetProperty(member).GetDouble();

    public double[] Values(string member) => Values(_case.GetProperty(member));

    public IEnumerable<JsonElement> Training() => _case.GetProperty("training").EnumerateArray();

    /// <summary>A set of named arrays ("parameters", "gradients") in the library's layout.</summary>
    public static Parameters Read(JsonElement owner, string member, ParameterLayout layout)
    {
        var parameters = new Parameters(layout);
        foreach (var slice in layout.Slices)
            Values(owner.GetProperty(member).GetProperty(slice.Name)).CopyTo(parameters[slice]);
        return parameters;
    }

    public Parameters Read(string member, ParameterLayout layout) => Read(_case, member, layout);

    public Network Network() => _case.TryGetProperty("network", out var network)
        ? Binder.Bind<Network>(JsonTree.Parse(network.GetRawText(), "network"))
        : new Ctrnn
        {
            Units = StateRows,
            Tau = [.. Values("tau")],
            TrainInitialState = true,
            Activation = (Activation)Activator.CreateInstance(Catalogue.Leaves(typeof(Activation)).Single(l => l.Name == Text("activation")).Type)!,
        };

    public Scheme? Scheme() => _case.TryGetProperty("scheme", out var scheme) ? Binder.Bind<Scheme>(JsonTree.Parse(scheme.GetRawText(), "scheme")) : null;

    public Increments<double> Noise() => new Recorded(_case.GetProperty("noise"));

    private static double[] Values(JsonElement array) => [.. array.GetProperty("values").EnumerateArray().Select(static v => v.GetDouble())];

    private static IEnumerable<GoldenCase> Cases(string file) =>
        File(file).GetProperty("cases").EnumerateArray().Select(static c => new GoldenCase(c));

    private static JsonElement File(string file) => Files.GetOrAdd(file, static file => JsonDocument.Parse(System.IO.File.ReadAllBytes(
        Checkout.Path("tests", "NoisyRnn.Tests", "Dynamics", "golden", file))).RootElement);

    private string Text(string member) => _case.GetProperty(member).GetString()!;

    private int[] Shape(string member) => [.. _case.GetProperty(member).GetProperty("shape").EnumerateArray().Select(static v => v.GetInt32())];

    /// <summary>The xi of the file, each times its level; lane b holds trial b, further lanes nothing.</summary>
    private sealed class Recorded : Increments<double>
    {
        private readonly Dictionary<NoiseTerm, double[][,]> _terms = [];
        private readonly double[] _variance = [];

        public Recorded(JsonElement sources)
        {
            foreach (var source in sources.EnumerateArray())
            {
                var (sigma, xi) = (Values(source.GetProperty("sigma")), Values(source.GetProperty("xi")));
                var shape = source.GetProperty("xi").GetProperty("shape").EnumerateArray().Select(static v => v.GetInt32()).ToArray();
                var terms = new double[shape[0]][,];
                for (var k = 0; k < xi.Length; k++)
                {
                    var (t, row, trial) = (k / (shape[1] * shape[2]), k / shape[2] % shape[1], k % shape[2]);
                    terms[t] ??= new double[shape[1], shape[2]];
                    terms[t][row, trial] = sigma[sigma.Length == 1 ? 0 : row] * xi[k];
                }

                if (source.GetProperty("placement").GetString() == "statefactor")
                    _variance = [.. Enumerable.Range(0, shape[1]).Select(row => sigma[sigma.Length == 1 ? 0 : row]).Select(static s => s * s)];
                _terms.Add(Enum.Parse<NoiseTerm>(source.GetProperty("placement").GetString()!, ignoreCase: true), terms);
            }
        }

        public override ReadOnlySpan<double> StateFactorVariance => _variance;

        public override bool Has(NoiseTerm term) => _terms.ContainsKey(term);

        public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<double> draws)
        {
            var values = _terms[term][step];
            draws.Clear();
            for (var row = 0; row < values.GetLength(0); row++)
            {
                for (var lane = 0; lane < trials.Length && trials[lane] < (ulong)values.GetLength(1); lane++)
                    draws[(row * trials.Length) + lane] = values[row, trials[lane]];
            }
        }
    }
}
