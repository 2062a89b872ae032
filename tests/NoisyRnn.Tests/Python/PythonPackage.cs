using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Cli;

namespace NoisyRnn.Tests.Python;

/// <summary>The tests of the package in python/, run with files of the program and the program; and what they said.</summary>
public sealed class PythonPackage
{
    private static readonly Activation[] Plain = [new Relu(), new LeakyRelu { Slope = 0.1 }, new Tanh(), new Sigmoid(), new SoftPlus(), new Gelu(), new Identity(), new Tanh { Slope = 2 }, new SoftPlus { Beta = 3 }, new Probit { Slope = 1.5 }, new PowerLaw { Gain = 0.3 }];

    private string? _said;

    /// <summary>What they say, run once.</summary>
    /// <param name="python">The Python that runs them.</param>
    internal string Said(string python) => _said ??= Run(python);

    private static string Run(string python)
    {
        using var folder = new TemporaryFolder();
        foreach (var network in Networks())
            network.Write(folder.Path);
        NoisyRnnProcess.Run(folder.Path, TinyExperiment.Run("--quiet", "--set", "bias={}")).Succeeded();
        var environment = new Dictionary<string, string>
        {
            ["NOISYRNN_FIXTURES"] = folder.Path, ["NOISYRNN"] = $"'{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}' '{NoisyRnnProcess.Program}'",
        };
        return SystemPython.Run(python, Checkout.Path("python"), environment, "-m", "unittest", "discover", "-v", "-s", "tests", "-t", ".");
    }

    private static IEnumerable<RolledNetwork> Networks()
    {
        foreach (var f in Plain)
        {
            var name = $"{f.GetType().Name.ToLowerInvariant()}{(f is Tanh { Slope: 2 } or SoftPlus { Beta: 3 } ? "-steep" : "")}";
            yield return new($"ctrnn-{name}", new Ctrnn { Units = 5, Activation = f, TrainInitialState = true });
            yield return new($"ctrnn-{name}-smoothed", new Ctrnn { Units = 5, Activation = new GaussianSmoothed { Of = f, Sigma = 0.4 } });
            yield return new($"ctrnn-{name}-two-point", new Ctrnn { Units = 5, Activation = DistributionSmoothed.Mean(f, 0.4, NoiseDistribution.TwoPoint) });
            yield return new($"ctrnn-{name}-by-unit", (Ctrnn)new Ctrnn { Units = 5, Activation = f }.SmoothedByUnit([0, 0.1, 0.5, 1, 3]));
        }

        foreach (var law in new[] { NoiseDistribution.Uniform, NoiseDistribution.Laplace })
        {
            yield return new($"ctrnn-relu-{law}", new Ctrnn { Units = 5, Activation = DistributionSmoothed.Mean(new Relu(), 0.4, law) });
            yield return new($"ctrnn-leakyrelu-{law}", new Ctrnn { Units = 5, Activation = DistributionSmoothed.Mean(new LeakyRelu(), 0.4, law) });
        }

        yield return new("ctrnn-smoothed-twice", new Ctrnn { Units = 5, Activation = new GaussianSmoothed { Of = new GaussianSmoothed { Sigma = 0.3 }, Sigma = 0.4 } });
        yield return new("ctrnn-tau-by-unit", new Ctrnn { Units = 4, Tau = [0.5, 1, 2, 4] })
        {
            Noise = [new() { Sigma = [0.1, 0.2, 0.3, 0.4], Scale = NoiseScale.SqrtDt }, new() { Placement = Placement.State, Sigma = [0.1], Scale = NoiseScale.SqrtTwoOverAlpha, CorrelationTime = 2 }],
        };
        yield return new("current-relu", new CurrentRnn { Units = 5 });
        yield return new("current-tanh", new CurrentRnn { Units = 4, Activation = new Tanh(), Tau = [0.5, 1, 2, 4], StateInitializer = new NormalInitializer() });
        yield return new("current-smoothed", (CurrentRnn)new CurrentRnn { Units = 5, StateInitializer = new NormalInitializer() }.Smoothed(0.4));
        yield return new("current-by-unit", (CurrentRnn)new CurrentRnn { Units = 5, StateInitializer = new NormalInitializer() }.SmoothedByUnit([0, 0.1, 0.5, 1, 3]));
        yield return new("ctrnn-dale", new Ctrnn { Units = 5, Recurrent = new() { Dale = new() { Excitatory = 0.6 } } });
        yield return new("ctrnn-dale-sparse", new Ctrnn { Units = 5, Recurrent = new() { Dale = new() { Form = DaleForm.Rectified }, Density = 0.6, Fixed = [new() { To = 1, From = 2, Weight = 0.3 }] } });
        yield return new("current-masked", new CurrentRnn { Units = 3, Recurrent = new() { Mask = ["110", "011", "101"] } });
        yield return new("ctrnn-outside", new Ctrnn { Units = 5, Recurrent = new() { Dale = new() }, Input = new() { Sign = WeightSign.Positive, Population = [PopulationName.All, PopulationName.Excitatory, PopulationName.Inhibitory] }, Readout = new() { Population = [PopulationName.Excitatory], Sign = WeightSign.Negative, Form = DaleForm.Rectified } });
        yield return new("current-outside", new CurrentRnn { Units = 3, Layers = 2, Input = new() { Mask = ["111", "010", "101"], Fixed = [new() { To = 1, From = 0, Weight = 0.3 }] }, Readout = new() { Density = 0.5 } });
        yield return new("ctrnn-trained-tau", new Ctrnn { Units = 4, Tau = [0.5, 1, 2, 4], TrainTau = TauTraining.PerUnit });
        yield return new("ctrnn-tau-by-population", new Ctrnn { Units = 4, TrainTau = TauTraining.ByPopulation, Recurrent = new() { Dale = new() { Excitatory = 0.5 } } });
        yield return new("current-trained-tau", new CurrentRnn { Units = 4, TrainTau = TauTraining.Shared });
        yield return new("ctrnn-of-rank-2", new Ctrnn { Units = 5, Recurrent = new() { Rank = 2 } });
        yield return new("ctrnn-of-2", new Ctrnn { Units = 4, Layers = 2, StateInitializer = new NormalInitializer() });
        yield return new("ctrnn-of-2-told", new Ctrnn { Units = 4, Layers = 2, TrainTau = TauTraining.PerUnit, Recurrent = new() { Dale = new() { Excitatory = 0.5 }, Density = 0.7 }, Smoothing = [0, 0.1, 0.5, 1, 3, 0.2, 0.7, 0.3] });
        yield return new("current-of-3", new CurrentRnn { Units = 3, Layers = 3, Recurrent = new() { Rank = 1 }, StateInitializer = new NormalInitializer() });
        yield return new("elman-tanh", new Elman { Units = 5 });
        yield return new("elman-smoothed", (Elman)new Elman { Units = 5, Activation = new Relu() }.Smoothed(0.4));
        yield return new("gru", new Gru { Units = 5 });
        yield return new("lstm", new Lstm { Units = 5 });
        yield return new("gru-smoothed", new Gru { Units = 5, Smoothing = [0.7] });
        yield return new("gru-by-unit", new Gru { Units = 3, Smoothing = [0, 0.1, 0.5, 1, 3, 0.2, 0.7, 0.3, 0.4] });
        yield return new("lstm-smoothed", new Lstm { Units = 5, Smoothing = [0.7] });
        yield return new("lstm-by-unit", new Lstm { Units = 2, Smoothing = [0, 0.1, 0.5, 1, 3, 0.2, 0.7, 0.3] });
        yield return new("elman-of-2", new Elman { Units = 4, Layers = 2, Activation = new Relu() });
        yield return new("gru-of-3", new Gru { Units = 4, Layers = 3 });
        yield return new("lstm-of-2-smoothed", new Lstm { Units = 3, Layers = 2, Smoothing = [0.7] });
        yield return new("gru-of-2-by-unit", new Gru { Units = 2, Layers = 2, Smoothing = [0, 0.1, 0.5, 1, 3, 0.2, 0.7, 0.3, 0.4, 0.9, 0.25, 1.5] });
        yield return new("feedforward-1", new FeedForward { Units = 5 });
        yield return new("feedforward-3", new FeedForward { Units = 5, Layers = 3, Activation = new Tanh() });
        yield return new("feedforward-2-by-unit", new FeedForward { Units = 3, Layers = 2 }.SmoothedByUnit([0, 0.1, 0.5, 1, 3, 0.2])!);
    }
}
