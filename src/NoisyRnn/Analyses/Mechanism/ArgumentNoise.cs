using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>
/// What noise inside is on the arguments of the activations: what f is averaged over where the noisy network is run silently (spec 1, section 3).
/// Where the leak stands behind f that is the noise of a step, all else being of higher order in g = dt/tau. Where it stands before f
/// (<see cref="LeakyLayer.LeaksFirst"/>) the argument is the current, a state: its deviation S_i = sqrt(Sigma_ii) is the Gaussian closure's, of first
/// order in g all of it, what recurrence adds included. S_i depends on the input; taken is the root of the mean of S_i^2 over training trials and their
/// steps that count, so that there is one network for all inputs.
/// </summary>
internal static class ArgumentNoise
{
    /// <summary>Training trials over which the closure's variances are averaged.</summary>
    public const int ClosureTrials = 16;

    /// <summary>The standard deviation of each. [rows of the noise inside]</summary>
    /// <param name="subject">A network that <see cref="SilentPath.Refusal"/> does not refuse.</param>
    /// <param name="level">The level of noise inside, in the scale of the training noise.</param>
    /// <param name="cancellation">Stops between trials.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static double[] Of(TrainedNetwork subject, double level, CancellationToken cancellation = default) => subject.Network.LeakyLayers() is [{ LeaksFirst: true }]
        ? ByClosure(subject with { Setup = subject.Setup with { Noise = [subject.Setup.SourceAt(Placement.Inside, level)] } }, ClosureTrials, cancellation)
        : subject.Setup.InsideDeviations(level);

    /// <summary>The same under the network's noise by the Gaussian closure, recurrence included, whatever the form.</summary>
    /// <param name="subject">A network that <see cref="GaussianClosure.Refusal"/> does not refuse.</param>
    /// <param name="most">Training trials at most.</param>
    /// <param name="cancellation">Stops between trials.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static double[] ByClosure(TrainedNetwork subject, int most, CancellationToken cancellation)
    {
        var closure = new GaussianClosure(subject, subject.Noise);
        var state = closure.Start();
        var trials = subject.Task.TrialsAtMost(most, NoiseStream.Task);
        var sums = new double[closure.Rows];
        var weight = 0;
        foreach (var (_, trial, steps, _) in subject.Task.OneByOne(subject.Seed, NoiseStream.Task, trials))
        {
            cancellation.ThrowIfCancellationRequested();
            closure.Restart(state);
            for (var t = 0; t < steps; t++)
            {
                closure.Step(state, trial.InputsAt(t));
                if (!trial.Counts(t))
                    continue;
                closure.AddArgumentVariances(state, sums);
                weight++;
            }
        }

        return [.. sums.Select(sum => Math.Sqrt(sum / weight))];
    }
}
