using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>
/// What a network with the layer form gets for one file: <see cref="SymmetricNetwork"/> is trained, and every analysis that can take
/// it does. Kernels and gradients are <see cref="Dynamics.NetworkConformanceTests"/>' affair, where it stands among the others.
/// </summary>
public sealed class OwnNetworkTests
{
    private static readonly Lazy<TrainedNetwork> Trained = new(static () => Train(new Setup
    {
        Task = new FunctionApproximation { Steps = 12, LossSteps = 6 },
        Network = new SymmetricNetwork { Units = 4 },
        Dt = 0.2,
        Noise = [new NoiseSource { Sigma = [0.3] }],
        Training = new() { Iterations = 60, ValidateEvery = 30, Batch = 16, ValidationTrials = 16 },
    }));

    /// <summary>Every analysis, small, and why it cannot take this network; empty where it can.</summary>
    public static TheoryData<Analysis, string> Analyses => new()
    {
        { new NoiseSweep { Trials = 6, Draws = 8 }, "" },
        { new Robustness { Perturbations = [new WhitePerturbation(), new FastGradientSign()], Draws = 2, Trials = 8, PerturbedTrials = 8, AdversarialTrials = 4 }, "" },
        { new BiasAnalysis { Trials = 4, Draws = 8, RandomThirds = 5, RandomShifts = 5 }, "" },
        { new OperatingPoints { Trials = 4, Steps = 3 }, "" },
        { new NoiseOverfit { Levels = [0, 1], Trials = 6, Draws = 4 }, "" },
        { new FixedPointsAnalysis { Levels = [0, 1], Inputs = 2, Starts = 6 }, "" },
        { new Stationary { Levels = [0, 1], Trials = 2, Draws = 16 }, "" },
        { new PredictedPreference { Levels = [0, 0.5, 1, 1.5], Trials = 2 }, "" },
        { new NoisePortrait { Levels = [0, 1], Trials = 2, States = 4, OutputTrials = 3, Draws = 4, Starts = 4 }, "" },
        { new TimeConstantsAnalysis(), "" },
        { new Lyapunov { Trials = 2, Exponents = 4, Hold = 20 }, "" },
        { new Hessian { Trials = 16, Top = 2, Steps = 8, TraceProbes = 2, DensitySteps = 4 }, "" },
        { new GradientNoise { Trials = 4, Draws = 3 }, "" },
        { new Regularizer { Trials = 6, Draws = 3 }, "" },
        { new Stability { Trials = 2, Hold = 10 }, "" },
        { new StochasticStabilization { Levels = [0, 3], Time = 4, Systems = 10, SystemTime = 1 }, "" },
        { new TrainingStability { Every = 30, Trials = 2, Batches = 2, Batch = 4 }, "" },
        { new Repair { Levels = [0, 1], Trials = 4, Draws = 4 }, "no form whose units are averaged over noise" },
        { new BehaviourAnalysis(), "has no measure of behaviour" },
        { new MeanFieldOptimum(), "one ReLU unit" },
        { new Margin(), "not trained to choose a class" },
    };

    [Theory]
    [MemberData(nameof(Analyses))]
    public void Every_analysis_takes_a_new_network_that_has_what_it_needs_and_else_says_what_is_missing(Analysis analysis, string refusal)
    {
        var subject = Trained.Value;
        if (refusal.Length > 0)
        {
            Assert.Contains(refusal, analysis.Refusal(subject.Setup), StringComparison.Ordinal);
            return;
        }

        Assert.Null(analysis.Refusal(subject.Setup));
        Assert.IsType(analysis.ResultType, analysis.Analyse(subject, 2, static _ => { }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void No_analysis_is_left_out() => Assert.Equal(
        Catalogue.Leaves(typeof(Analysis)).Select(static leaf => leaf.Type.Name).Order(), Analyses.Select(static row => row.Data.Item1.GetType().Name).Order());

    /// <summary>The same equation by the CTRNN of the catalogue, which has a kernel of its own: equal up to rounding.</summary>
    [Fact]
    public void It_sweeps_as_the_ctrnn_of_the_same_weights()
    {
        var own = Trained.Value;
        var network = new Ctrnn { Units = own.Network.Units, Activation = new NoisyRnn.Networks.Tanh() };
        var setup = own.Setup with { Network = network };
        var parameters = new Parameters(setup.Layout);
        var effective = own.Network.Effective(own.Parameters);
        foreach (var (from, to) in new[] { ("C", "W_rec"), ("W_in", "W_in"), ("b_rec", "b_rec"), ("W_out", "W_out"), ("b_out", "b_out") })
            effective[from].CopyTo(parameters[to]);
        var sweep = new NoiseSweep { Trials = 6, Draws = 8 };
        var stop = TestContext.Current.CancellationToken;
        var (ours, theirs) = (sweep.Run(own, cancellation: stop).Sweep!, sweep.Run(new TrainedNetwork(setup, parameters), cancellation: stop).Sweep!);
        // 12 steps of 4 units in two orders of summation: some 1e-15 each.
        foreach (var (our, their) in ours.Points.Zip(theirs.Points))
            Assert.Equal(their.Loss, our.Loss, 1e-11);
    }

    private static TrainedNetwork Train(Setup setup)
    {
        var trainer = new Trainer<float>(setup, threads: 1);
        var history = ImmutableArray.CreateBuilder<Snapshot>();
        history.Add(new(0, setup.Initialize()));
        trainer.Run(state => history.Add(new(state.Iteration, state.Kept.Copy())));
        return new(setup, trainer.State.Kept) { History = history.ToImmutable() };
    }
}
