using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Training;

namespace NoisyRnn.Claims;

/// <summary>One network of the grid as claims and figures see it: where it stands, and what was found of it.</summary>
/// <param name="Run">The run's short hash; of a mean over parts of the data that of the first, and how many more: "0f3c2a9d1e+9".</param>
/// <param name="Arm">The arm at its level of training noise.</param>
/// <param name="Seed">The seed: runs of one seed share initial weights, trials and noise draws, and are paired.</param>
/// <param name="Sweep">The test-noise sweep; null where there is none because the run diverged, or a part of it does not count.</param>
public sealed record NetworkRun(string Run, Arm Arm, ulong Seed, NoiseSweepResult? Sweep)
{
    /// <summary>The sweep by the rules before 2026-11-30, where it is another.</summary>
    internal NoiseSweepResult? FormerSweep { get; init; }

    /// <summary>"diverged at iteration 120", "fold 3 is missing"; null where it counts, or only the rules can tell.</summary>
    public string? LeftOutReason { get; init; }

    /// <summary>Whether it counts (else it is in the list of networks left out).</summary>
    public bool Counted => LeftOutReason is null;

    /// <summary>"fold 3": the part of the data that was its test; empty where there are no parts, and for the mean over them.</summary>
    public string Part { get; init; } = "";

    /// <summary>All parts that a network of this seed consists of; empty where there are none.</summary>
    public ImmutableArray<string> Parts { get; init; } = [];

    /// <summary>The runs that it is the mean of, by part; empty where it is none.</summary>
    public ImmutableArray<NetworkRun> MeanOf { get; init; } = [];

    /// <summary>The validation loss of the trained network: that by which it was chosen, where it was; null where there is none.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The learning curve.</summary>
    public LearningCurve Curve { get; init; } = new([], [], []);

    /// <summary>With keep-best the iteration whose parameters are the network's; null where they are the last.</summary>
    public int? KeptIteration { get; init; }

    /// <summary>Example trials (only for the first seed of a cell).</summary>
    public TrialExample? Example { get; init; }

    /// <summary>What its analyses found.</summary>
    public ImmutableArray<AnalysisResult> Results { get; init; } = [];

    /// <summary>Whether f of its network is the identity: noise inside is then noise outside.</summary>
    public bool IsLinear { get; init; }

    /// <summary>Its arrays of parameters that are matrices of weights, by name.</summary>
    public ImmutableArray<string> Matrices { get; init; } = [];

    /// <summary>g = dt/tau, of the fastest unit.</summary>
    public double Step { get; init; }

    /// <summary>What names its training, the same whether noise of level 0 is listed or none; of parts, that of the first.</summary>
    public string Training { get; init; } = "";

    /// <summary>What names the training of its noise-off twin: its own where it has no noise.</summary>
    public string Twin { get; init; } = "";

    /// <summary>What names the training with the noise that its penalty stands for (P + Q, at full weight); empty where it had no such penalty.</summary>
    public string StandsFor { get; init; } = "";

    /// <summary>What names the training with draws of the noise, where it was trained through their moments; else empty.</summary>
    public string Drawn { get; init; } = "";

    /// <summary>What its training noise is made of, whatever the levels.</summary>
    public NoiseMix Sources { get; init; } = NoiseMix.None;

    /// <summary>N, its units in a layer; 0 where it has no known number.</summary>
    public int Units { get; init; }

    /// <summary>L, layers that have rows of noise of their own.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The one layer in which its training noise stands; null where it stands in several.</summary>
    public int? NoisyLayer { get; init; }

    /// <summary>How the level of its training noise went over iterations and trials.</summary>
    public NoiseSchedule Schedule { get; init; } = new ConstantNoise();

    /// <summary>Where the level of its noise is trained, the geometric mean of it at the end, over s0; else null.</summary>
    public double? NoiseFactor { get; init; }

    /// <summary>What an analysis found; null where it has not that analysis.</summary>
    /// <typeparam name="TResult">The analysis's result.</typeparam>
    public TResult? Found<TResult>()
        where TResult : AnalysisResult => Results.OfType<TResult>().FirstOrDefault();

    /// <summary>Whether another run is its noise-off twin.</summary>
    internal bool HasTwin(NetworkRun other) => Twin.Length > 0 && other.Training == Twin;
}
