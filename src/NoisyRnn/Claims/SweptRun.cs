using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>One run of the grid as a claim sees it: where it stands in the table and what its sweep found.</summary>
/// <param name="Run">The run's short hash.</param>
/// <param name="Activation">The activation's name.</param>
/// <param name="Placement">Placement of the training noise: inside, outside, ...; s0 = 0 is "silent", and may say where it was tested: "silent, tested inside".</param>
/// <param name="TrainingSigma">s0, in the scale of the experiment's noise.</param>
/// <param name="Seed">The seed: runs of one seed share initial weights, trials and noise draws, and are paired.</param>
/// <param name="Sweep">The test-noise sweep; null where there is none because the run diverged, or a part of it does not count.</param>
/// <param name="LeftOutReason">"diverged at iteration 120", "fold 3 is missing"; null where only the sweep can tell whether the run counts.</param>
public sealed record SweptRun(
    string Run, string Activation, string Placement, double TrainingSigma, ulong Seed, NoiseSweepResult? Sweep,
    string? LeftOutReason = null)
{
    /// <summary>"fold 3": the part of the data that was its test; empty where there are no parts.</summary>
    public string Part { get; init; } = "";

    /// <summary>All parts that a network of this seed consists of; empty where there are none.</summary>
    public ImmutableArray<string> Parts { get; init; } = [];

    /// <summary>The validation loss of the trained network: that by which it was chosen, where it was; null where there is none.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>What its analyses found.</summary>
    public ImmutableArray<AnalysisResult> Results { get; init; } = [];

    /// <summary>Its robustness to perturbed inputs, of its results; null where it was not measured.</summary>
    public RobustnessResult? Robustness
    {
        get => Results.OfType<RobustnessResult>().FirstOrDefault();
        init => Results = [.. Results.Where(static result => result is not RobustnessResult), .. value is null ? Array.Empty<AnalysisResult>() : [value]];
    }

    /// <summary>g = dt/tau, of the fastest unit.</summary>
    public double Step { get; init; }

    /// <summary>What names its training, the same whether noise of level 0 is listed or none; of parts, that of the first.</summary>
    public string Training { get; init; } = "";

    /// <summary>What names the training of its noise-off twin: its own where it has no noise.</summary>
    public string Twin { get; init; } = "";

    /// <summary>What names the training with the noise that its penalty stands for (P + Q, at full weight); empty where it had no such penalty.</summary>
    public string StandsFor { get; init; } = "";

    /// <summary>What its training noise is made of, whatever the levels: "state additive + state released-uniform"; empty where there is none.</summary>
    public string Sources { get; init; } = "";

    /// <summary>Whether another run is its noise-off twin.</summary>
    internal bool HasTwin(SweptRun other) => Twin.Length > 0 && other.Training == Twin;
}
