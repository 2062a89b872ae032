namespace NoisyRnn.Analyses;

/// <summary>One run of the grid as a claim sees it: where it stands in the table and what its sweep found.</summary>
/// <param name="Run">The run's short hash.</param>
/// <param name="Activation">The activation's name.</param>
/// <param name="Placement">Placement of the training noise: inside, outside, ...; s0 = 0 is "silent", and may say where it was tested: "silent, tested inside".</param>
/// <param name="TrainingSigma">s0, in the scale of the experiment's noise.</param>
/// <param name="Seed">The seed: runs of one seed share initial weights, trials and noise draws, and are paired.</param>
/// <param name="Sweep">The test-noise sweep; null where there is none because the run diverged.</param>
/// <param name="DivergedReason">"diverged at iteration 120"; null where it did not diverge.</param>
public sealed record SweptRun(
    string Run, string Activation, string Placement, double TrainingSigma, ulong Seed, NoiseSweepResult? Sweep,
    string? DivergedReason = null);
