using System.Text.Json;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>The CTRNN, its losses and its optimisers against PyTorch in double, fed with the very same noise.</summary>
public class GoldenArrayTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names(GoldenCase.Ctrnn, static _ => true)];

    public static TheoryData<string> TrainedCases => [.. GoldenCase.Names(GoldenCase.Ctrnn, static c => c.Training().Any())];

    [Fact]
    public void Every_activation_and_placement_has_its_case()
    {
        var expected = from activation in Catalogue.Leaves(typeof(Activation))
                       where activation.Type != typeof(GaussianSmoothed) && activation.Type != typeof(DistributionSmoothed)
                       // Noise that is fed back is the same whatever f: its cases, of every network, are in feedback.json.
                       from placement in Enum.GetValues<Placement>()
                       where placement != Placement.Feedback
                       select $"{activation.Name} {placement.ToString().ToLowerInvariant()}";
        Assert.Subset(GoldenCase.Names(GoldenCase.Ctrnn, static _ => true).ToHashSet(), expected.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_and_outputs_are_those_of_the_golden_arrays(string name) =>
        GoldenRun.AssertStatesAndOutputs(GoldenCase.Of(GoldenCase.Ctrnn, name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_are_those_of_the_golden_arrays(string name) =>
        GoldenRun.AssertLossAndGradients(GoldenCase.Of(GoldenCase.Ctrnn, name));

    [Theory]
    [MemberData(nameof(TrainedCases))]
    public void Ten_clipped_steps_of_each_optimiser_end_where_the_golden_arrays_end(string name)
    {
        var golden = GoldenCase.Of(GoldenCase.Ctrnn, name);
        Assert.Equal(["adam", "adamw", "rmsprop", "sgd"], golden.Training().Select(static t => t.GetProperty("optimizer").GetString()).Order());
        foreach (var training in golden.Training())
        {
            var run = new GoldenRun(golden);
            var parameters = golden.Read("parameters", run.Layout);
            var optimizer = Optimizer(training);
            var moments = new double[optimizer.Moments * run.Layout.Length];
            var losses = training.GetProperty("losses").EnumerateArray().Select(static v => v.GetDouble()).ToArray();
            for (var iteration = 1; iteration <= losses.Length; iteration++)
            {
                var (loss, gradient) = run.Pass(parameters);
                GoldenRun.AssertClose([losses[iteration - 1]], [loss], $"{optimizer}: loss {iteration}");
                var scale = Math.Min(1, GoldenCase.ClipNorm / (Math.Sqrt(gradient.Sum(static g => g * g)) + 1e-6));
                optimizer.Step(parameters.Values, gradient.Select(g => g * scale).ToArray(), moments, optimizer.Rate, iteration);
            }

            GoldenRun.AssertClose(GoldenCase.Read(training, "parameters", run.Layout).Values, parameters.Values, optimizer.ToString());
        }
    }

    private static Optimizer Optimizer(JsonElement training)
    {
        double Number(string member) => training.GetProperty(member).GetDouble();
        var rate = Number("rate");
        return training.GetProperty("optimizer").GetString() switch
        {
            "adam" => new Adam { Rate = rate, Beta1 = Number("beta1"), Beta2 = Number("beta2"), Epsilon = Number("epsilon") },
            "adamw" => new AdamW { Rate = rate, Beta1 = Number("beta1"), Beta2 = Number("beta2"), Epsilon = Number("epsilon"), Decay = Number("decay") },
            "rmsprop" => new RmsProp { Rate = rate, Decay = Number("decay"), Epsilon = Number("epsilon") },
            _ => new Sgd { Rate = rate, Momentum = Number("momentum") },
        };
    }
}
