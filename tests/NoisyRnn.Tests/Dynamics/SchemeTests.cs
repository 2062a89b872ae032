using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>
/// The strong order of each scheme: the mean distance from the solution on the same Brownian paths, over [0, 1], falls as
/// the step to that power.
/// </summary>
public class SchemeTests
{
    private const int Trials = 512, Finest = 2048;
    private const double Sigma = 0.5;
    private static readonly int[] Steps = [8, 16, 32, 64];

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var scheme in Catalogue.Leaves(typeof(Scheme)))
        {
            foreach (var kind in new[] { "additive", "multiplicative", "common-scalar" })
                data.Add(scheme.Name, kind);
        }

        return data;
    }

    // dh = -h/10 dt + s h dB: exp(-(1/10 + s^2/2) t + s B) after Ito, exp(-t/10 + s B) after Stratonovich. A slow drift, so
    // that its own error, of order 1, does not hide the diffusion's.
    [Theory]
    [InlineData("euler-maruyama")]
    [InlineData("milstein")]
    [InlineData("heun-stratonovich")]
    public void Each_scheme_goes_to_the_geometric_Brownian_motion_of_its_calculus(string name)
    {
        var scheme = Of(name);
        var network = new Ctrnn { Units = 1, Activation = new Identity(), Tau = [10] };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["init_state"][0] = 1;
        var path = BrownianIncrements.Draw(Finest, 1, Trials, 1);
        var drift = scheme.Calculus == "Ito" ? -0.1 - (Sigma * Sigma / 2) : -0.1;
        double[] exact = [.. Enumerable.Range(0, Trials).Select(trial =>
            Math.Exp(drift + (Sigma * Enumerable.Range(0, Finest).Sum(k => path[(k * Trials) + trial]))))];
        double[] errors = [.. Steps.Select(steps => Distance(exact, End(network, parameters, scheme, path, 1, steps, NoiseTerm.StateFactor)))];
        AssertOrder(scheme.StrongOrder.Multiplicative, errors);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Errors_of_a_nonlinear_network_fall_at_the_schemes_order(string name, string kind)
    {
        var scheme = Of(name);
        var network = new Ctrnn { Units = 3, Activation = new NoisyRnn.Networks.Tanh(), RecurrentInitializer = new GaussianInitializer { Radius = 1.5 }, StateInitializer = new NormalInitializer { Std = 1 } };
        var parameters = network.Initialize(1, 1, 1, 5);
        var paths = kind == "common-scalar" ? 1 : network.Units;
        var path = BrownianIncrements.Draw(Finest, paths, Trials, 2);
        var term = kind == "additive" ? NoiseTerm.State : NoiseTerm.StateFactor;
        var reference = End(network, parameters, scheme, path, paths, Finest, term);
        double[] errors = [.. Steps.Select(steps => Distance(reference, End(network, parameters, scheme, path, paths, steps, term)))];
        AssertOrder(kind == "additive" ? scheme.StrongOrder.Additive : scheme.StrongOrder.Multiplicative, errors);
    }

    // The slope of ln error over ln dt. With 512 trials an error is known to some 5 %: over a factor of 8 in dt that is
    // .05 in the slope, and the next order's part adds up to dt^(1/2) of the coarsest step, .1.
    private static void AssertOrder(double order, double[] errors)
    {
        var (x, y) = (Steps.Select(static steps => -Math.Log(steps)).ToArray(), errors.Select(static error => Math.Log(error)).ToArray());
        var (mx, my) = (x.Average(), y.Average());
        var slope = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        Assert.InRange(slope, order - 0.15, order + 0.15);
    }

    private static double[] End(Ctrnn network, Parameters parameters, Scheme scheme, double[] path, int paths, int steps, NoiseTerm term)
    {
        var noise = new BrownianIncrements(path, paths, network.Units, Trials, steps, term, Sigma);
        var rollout = new Rollout<double>(network, parameters.Layout, 1.0 / steps, noise, scheme);
        rollout.Refresh(parameters);
        var block = new Block<double>(rollout.Cell, parameters.Layout, steps, 1, 1, Trials, backward: false);
        for (var trial = 0; trial < Trials; trial++)
            block.Trials[trial] = (ulong)trial;
        Array.Clear(block.Wanted);
        rollout.Forward(block);
        return block.At(block.States, steps, network.Units).ToArray();
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, static (x, y) => Math.Abs(x - y)).Average();

    private static Scheme Of(string name) => (Scheme)Activator.CreateInstance(Catalogue.Leaves(typeof(Scheme)).Single(l => l.Name == name).Type)!;
}
