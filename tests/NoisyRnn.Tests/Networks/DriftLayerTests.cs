using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>What a network says of its step is its step, and analyses take or refuse it by that.</summary>
public class DriftLayerTests
{
    private const int Inputs = 3, Units = 4;
    private const double Dt = 0.1;

    private static readonly Dictionary<string, Network> Networks = new()
    {
        ["ctrnn"] = new Ctrnn { Units = Units, Tau = [1, 2, 3, 4], Activation = new NoisyRnn.Networks.Tanh(), StateInitializer = new NormalInitializer { Std = 1 } },
        ["ctrnn averaged"] = new Ctrnn { Units = Units, Smoothing = [0, 0.1, 0.2, 0.3] },
        ["elman"] = new Elman { Units = Units },
        ["lipschitz"] = new Lipschitz { Units = Units, MatrixStd = 0.5, Alpha = 0.7 },
        ["antisymmetric"] = new Antisymmetric { Units = Units, MatrixStd = 0.5 },
        ["feedforward"] = new FeedForward { Units = Units, Layers = 3 },
        ["feedforward averaged"] = new FeedForward { Units = Units, Layers = 2, Smoothing = [.. Enumerable.Range(0, 2 * Units).Select(static i => 0.1 * i)] },
        ["cornn"] = new CoRnn { Units = Units },
        ["lstm"] = new Lstm { Units = Units },
        ["gru"] = new Gru { Units = Units },
        ["elman of 2 layers"] = new Elman { Units = Units, Layers = 2 },
        ["ctrnn of 2 layers"] = new Ctrnn { Units = Units, Layers = 2 },
        ["current of 2 layers"] = new CurrentRnn { Units = Units, Layers = 2 },
        ["lipschitz of 2 layers"] = new Lipschitz { Units = Units, Layers = 2 },
        ["antisymmetric of 2 layers"] = new Antisymmetric { Units = Units, Layers = 2 },
        ["cornn of 2 layers"] = new CoRnn { Units = Units, Layers = 2 },
        ["cayley of 2 layers"] = new Cayley { Units = Units, Layers = 2 },
        ["exprnn of 2 layers"] = new ExpRnn { Units = Units, Layers = 2 },
        ["cayley"] = new Cayley { Units = Units },
        ["exprnn"] = new ExpRnn { Units = Units },
        ["current"] = new CurrentRnn { Units = Units, Tau = [1, 2, 3, 4], Activation = new NoisyRnn.Networks.Tanh(), StateInitializer = new NormalInitializer { Std = 1 } },
    };

    [Theory]
    [InlineData("ctrnn", 1)]
    [InlineData("ctrnn averaged", 1)]
    [InlineData("elman", 1)]
    [InlineData("lipschitz", 1)]
    [InlineData("antisymmetric", 1)]
    [InlineData("feedforward", 3)]
    [InlineData("feedforward averaged", 2)]
    public void A_step_made_of_the_layers_is_the_networks_own(string name, int count)
    {
        var network = Networks[name];
        var effective = network.Effective(network.Initialize(Inputs, 2, Dt, 5));
        var layers = network.Form(effective.Layout);
        Assert.Equal(count, layers.Length);
        Assert.Equal(count, network.Form().Length);
        double[] state = [0.3, -0.2, 0.9, 0.1], input = [0.5, -1, 0.25], next = [];
        foreach (var layer in layers)
        {
            next = Step(layer, network.StepSizes(effective, Dt), effective, state, input);
            input = next;
        }

        var mapped = new Real[Units];
        network.Map<Real>(effective.Layout, Reals(effective.Values), Dt, Reals(state), Reals([0.5, -1, 0.25]), new Real[count * Units], new Real[count * Units], mapped);
        for (var i = 0; i < Units; i++)
            Assert.Equal(mapped[i].Value, next[i], 1e-14);
    }

    /// <summary>x' = x + d (W f(x) + U u + b - x), and f(x') is read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_layer_that_leaks_first_is_the_current_forms_step(bool isAveraged)
    {
        var network = (CurrentRnn)Networks["current"] with { Smoothing = isAveraged ? [0, 0.1, 0.2, 0.3] : [] };
        var effective = network.Initialize(Inputs, 2, Dt, 5);
        var layer = Assert.Single(network.LeakyLayers(effective.Layout));
        Assert.True(layer.LeaksFirst);
        Assert.Equal(effective["init_state"].ToArray(), effective[layer.InitialState!].ToArray());
        double[] state = [0.1, 0.2, -0.3, 0.4, 0.3, -0.2, 0.9, 0.1], input = [0.5, -1, 0.25], sizes = network.StepSizes(effective, Dt);
        var mapped = new Real[2 * Units];
        network.Map<Real>(effective.Layout, Reals(effective.Values), Dt, Reals(state), Reals(input), new Real[Units], new Real[Units], mapped);
        for (var i = 0; i < Units; i++)
        {
            var drive = effective[layer.Bias][i];
            for (var j = 0; j < Units; j++)
                drive += effective[layer.Recurrent!][(i * Units) + j] * state[j];
            for (var j = 0; j < Inputs; j++)
                drive += effective[layer.Input][(i * Inputs) + j] * input[j];
            var x = state[Units + i] + (sizes[i] * (drive - state[Units + i]));
            Assert.Equal(x, mapped[Units + i].Value, 1e-14);
            Assert.Equal(layer.Activations[i].Apply(new Real(x)).Value, mapped[i].Value, 1e-14);
        }
    }

    [Fact]
    public void Predictions_are_offered_where_units_leak_and_do_nothing_else() => Assert.Equal(
        ["ctrnn", "ctrnn averaged", "feedforward", "feedforward averaged", "current"], Networks.Where(static entry => entry.Value.OffersPredictions).Select(static entry => entry.Key));

    [Fact]
    public void Linear_are_networks_of_the_form_whose_f_is_the_identity()
    {
        var linear = new Identity();
        Assert.All(new Network[] { new Ctrnn { Activation = linear }, new Elman { Activation = linear }, new FeedForward { Activation = linear, Layers = 2 } }, static network => Assert.True(network.IsLinear));
        Assert.All(Networks.Values, static network => Assert.False(network.IsLinear));
        // Noise inside the current stays there: not that outside.
        Assert.False(new CurrentRnn { Activation = linear }.IsLinear);
    }

    [Fact]
    public void Trained_steps_are_those_of_the_parameters_and_the_initial_state_is_where_the_layer_says()
    {
        var lipschitz = Networks["lipschitz"].Initialize(Inputs, 2, Dt, 5);
        lipschitz["step"][2] = 0.4;
        Assert.Equal([Dt, Dt, 0.4, Dt], Networks["lipschitz"].StepSizes(lipschitz, Dt));
        var ctrnn = Networks["ctrnn"].Initialize(Inputs, 2, Dt, 5);
        Assert.Equal(ctrnn["init_state"].ToArray(), ctrnn[Assert.Single(Networks["ctrnn"].Form(ctrnn.Layout)).InitialState!].ToArray());
    }

    [Fact]
    public void No_network_is_left_out()
    {
        var without = Networks.Where(static entry => entry.Value.Form().IsEmpty).Select(static entry => entry.Key);
        Assert.Equal(["cornn", "lstm", "gru", "elman of 2 layers", "ctrnn of 2 layers", "current of 2 layers", "lipschitz of 2 layers", "antisymmetric of 2 layers", "cornn of 2 layers", "cayley of 2 layers", "exprnn of 2 layers", "cayley", "exprnn", "current"], without);
        Assert.Equal(
            NoisyRnn.Formats.Catalogue.Leaves(typeof(Network)).Select(static leaf => leaf.Type).ToHashSet(), Networks.Values.Select(static network => network.GetType()).ToHashSet());
        Assert.Equal(["ctrnn", "ctrnn averaged", "lipschitz", "antisymmetric", "cornn", "ctrnn of 2 layers", "current of 2 layers", "lipschitz of 2 layers", "antisymmetric of 2 layers", "cornn of 2 layers", "current"], Networks.Where(static entry => entry.Value.IsTimed).Select(static entry => entry.Key));
        Assert.Equal(["feedforward", "feedforward averaged"], Networks.Where(static entry => !entry.Value.IsRecurrent).Select(static entry => entry.Key));
    }

    [Fact]
    public void What_only_a_recurrence_has_is_refused_in_the_same_words_everywhere()
    {
        var setup = new Setup { Task = new FunctionApproximation(), Network = Networks["feedforward"], Dt = Dt };
        const string Allowed = "; leave the key out, or allowed is any other network", Lacking = "a feed-forward network has no recurrence, and so no ";
        Assert.Equal($"{Lacking}fixed points{Allowed}", new FixedPointsAnalysis().Refusal(setup));
        Assert.Equal($"{Lacking}Lyapunov exponents{Allowed}", new Lyapunov().Refusal(setup));
        Assert.Equal($"{Lacking}stability{Allowed}", new Stability().Refusal(setup));
        Assert.Equal($"{Lacking}stability{Allowed}", new TrainingStability().Refusal(setup));
        foreach (var recurrent in Networks.Values.Where(static network => network.IsRecurrent))
            Assert.All(new Analysis[] { new FixedPointsAnalysis(), new Lyapunov(), new Stability(), new TrainingStability() }, analysis => Assert.Null(analysis.Refusal(setup with { Network = recurrent })));
        // The check of an import asks whether inputs may come without steps.
        Assert.All(
            Directory.GetFiles(Checkout.Path("src", "NoisyRnn", "Analyses"), "*.cs", SearchOption.AllDirectories).Where(static file => Path.GetFileName(file) != "ImportCheck.cs"),
            static file => Assert.DoesNotContain("IsRecurrent", File.ReadAllText(file), StringComparison.Ordinal));
    }

    /// <summary>Of each network what the analyses of the form say of it; empty where they take it.</summary>
    [Theory]
    [InlineData("ctrnn", "", "", "", "", "")]
    [InlineData("ctrnn averaged", "smoothing", "", "relu", "relu", "network.smoothing has")]
    [InlineData("elman", "elman has no units", "not for elman", "", "elman is not of the form", "elman has no trainable")]
    [InlineData("elman of 2 layers", "elman of 2 layers has no units", "not for elman of 2 layers", "not for elman of 2 layers", "elman of 2 layers is not of the form", "elman of 2 layers has no trainable")]
    [InlineData("ctrnn of 2 layers", "ctrnn of 2 layers has no units", "not for ctrnn of 2 layers", "not for ctrnn of 2 layers", "ctrnn of 2 layers is not of the form", "ctrnn of 2 layers has no trainable")]
    [InlineData("current of 2 layers", "current of 2 layers has no units", "not for current of 2 layers", "not for current of 2 layers", "current of 2 layers is not of the form", "current of 2 layers has no trainable")]
    [InlineData("lipschitz of 2 layers", "lipschitz of 2 layers has no units", "not for lipschitz of 2 layers", "allowed is ctrnn, lipschitz, antisymmetric or elman, recurrent ones with layers: 1", "lipschitz of 2 layers is not of the form", "lipschitz of 2 layers has no trainable")]
    [InlineData("antisymmetric of 2 layers", "antisymmetric of 2 layers has no units", "not for antisymmetric of 2 layers", "not for antisymmetric of 2 layers", "antisymmetric of 2 layers is not of the form", "antisymmetric of 2 layers has no trainable")]
    [InlineData("cornn of 2 layers", "cornn of 2 layers has no units", "not for cornn of 2 layers", "not for cornn of 2 layers", "cornn of 2 layers is not of the form", "cornn of 2 layers has no trainable")]
    [InlineData("cayley of 2 layers", "cayley of 2 layers has no units", "not for cayley of 2 layers", "not for cayley of 2 layers", "cayley of 2 layers is not of the form", "cayley of 2 layers has no trainable")]
    [InlineData("exprnn of 2 layers", "exprnn of 2 layers has no units", "not for exprnn of 2 layers", "not for exprnn of 2 layers", "exprnn of 2 layers is not of the form", "exprnn of 2 layers has no trainable")]
    [InlineData("lipschitz", "lipschitz has no units", "not for lipschitz", "", "", "")]
    [InlineData("antisymmetric", "antisymmetric has no units", "not for antisymmetric", "", "", "")]
    [InlineData("feedforward", "", "", "not for feedforward", "feedforward is not of the form", "feedforward has no trainable")]
    [InlineData("feedforward averaged", "smoothing", "", "not for feedforward", "feedforward is not of the form", "feedforward has no trainable")]
    [InlineData("cornn", "cornn has no units", "not for cornn", "not for cornn", "cornn is not of the form", "cornn has no trainable")]
    [InlineData("lstm", "lstm has no units", "not for lstm", "not for lstm", "lstm is not of the form", "lstm has no trainable")]
    [InlineData("gru", "gru has no units", "not for gru", "not for gru", "gru is not of the form", "gru has no trainable")]
    [InlineData("cayley", "cayley has no units", "not for cayley", "not for cayley", "cayley is not of the form", "cayley has no trainable")]
    [InlineData("exprnn", "exprnn has no units", "not for exprnn", "not for exprnn", "exprnn is not of the form", "exprnn has no trainable")]
    [InlineData("current", "", "", "not for current", "current is not of the form", "current has no trainable")]
    public void Analyses_take_a_network_by_its_form(string name, string silent, string closure, string regularizer, string stabilization, string penalty)
    {
        var setup = new Setup { Task = new FunctionApproximation(), Network = Networks[name], Dt = Dt };
        Says(silent, SilentPath.Refusal(setup));
        Says(closure, GaussianClosure.Refusal(setup));
        Says(regularizer, RegularizerStep.Refusal(setup.Network));
        Says(stabilization, new StochasticStabilization().Refusal(setup));
        Says(penalty, new RegularizerPenalty { Noise = [new() { Sigma = [0.1] }] }.Refusal(setup.Network, setup.Scheme, []));

        static void Says(string words, string? refusal)
        {
            if (words.Length == 0)
                Assert.Null(refusal);
            else
                Assert.Contains(words, refusal, StringComparison.Ordinal);
        }
    }

    // h' = h + d (L h + f(W h + U u + b)), by plain loops.
    private static double[] Step(DriftLayer layer, double[] sizes, Parameters effective, double[] state, double[] input)
    {
        var (linear, next) = (layer.LinearPart(effective), new double[layer.Units]);
        for (var i = 0; i < next.Length; i++)
        {
            var (a, pull) = (effective[layer.Bias][i], 0.0);
            for (var j = 0; j < input.Length; j++)
                a += effective[layer.Input][(i * input.Length) + j] * input[j];
            for (var j = 0; j < state.Length; j++)
            {
                a += layer.Recurrent is { } recurrent ? effective[recurrent][(i * state.Length) + j] * state[j] : 0;
                pull += linear[(i * state.Length) + j] * state[j];
            }

            next[i] = state[i] + (sizes[i] * (pull + layer.Activations[i].Apply(new Real(a)).Value));
        }

        return next;
    }

    private static Real[] Reals(double[] values) => [.. values.Select(static value => new Real(value))];
}
