using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using NoisyRnn.Workers;

namespace NoisyRnn.Experiments;

/// <summary>What each part of a spec accepts by itself may still not fit together.</summary>
internal static class SpecCheck
{
    /// <summary>Checks a spec.</summary>
    /// <param name="spec">The spec; its task is loaded.</param>
    /// <exception cref="InputException">It cannot be run.</exception>
    public static void Check(ExperimentSpec spec)
    {
        var setup = spec.Setup;
        foreach (var (key, sources) in new[] { ("noise", setup.Noise), ("training.penalty.noise", setup.Training.Penalty.Noise) })
        {
            if (sources.Length > NoiseKey.ItemLimit)
                throw new InputException($"{key}: {sources.Length} sources; allowed are at most {NoiseKey.ItemLimit}");
        }

        if (setup.Network.Misfit(setup.Task.InputCount, setup.Task.OutputCount) is { } misplaced)
            throw new InputException(misplaced);
        var shape = setup.Network.NoiseShape(setup.Task.InputCount, setup.Task.OutputCount);
        foreach (var source in setup.Noise)
        {
            source.PerStepDeviation(shape, setup.Dt, setup.Network.TimeConstants);
            if (setup.Network.RefusalOf(source) is { } refusal)
                throw new InputException(refusal);
        }

        if ((setup.Scheme.Refusal(setup.Network, setup.Noise) ?? setup.Training.Refusal(setup.Network, setup.Scheme, setup.Noise)) is { } misfit)
            throw new InputException(misfit);

        foreach (var (key, analysis) in spec.Analyses)
        {
            if (analysis.Concerns(setup) && analysis.Refusal(setup) is { } reason)
                throw new InputException($"{key}: {reason}");
        }

        foreach (var (k, claim) in spec.Claims.Index())
        {
            if (claim.NeedsMeanOutput && !spec.Sweep.MeanOutput)
                throw new InputException($"claims.{k}.on: mean-output without sweep.mean-output; allowed is single-draw, or sweep.mean-output: true");
        }

        if (setup.Task.TrialsTogether is { } together && together != setup.Training.Batch)
            throw new InputException($"training.batch: {setup.Training.Batch} trials; allowed is {together}: the task's trials that share what is drawn once a batch (task.batch)");

        if (setup.Training.Loss.HasAccuracy && setup.Task.HasTrialsWithin(MachineMemory.Usable) && !HasClasses(setup.Training.Loss, setup.Task, setup.Seed))
            throw new InputException($"training.loss: {Catalogue.KindOf(setup.Training.Loss.GetType())}, and the targets of task.kind: {Catalogue.KindOf(setup.Task.GetType())} are no classes (two outputs or more, none below 0, that sum to 1{(setup.Task is LabelledSequences ? "; or whole numbers of at least 0 at each step" : "")}); allowed is {Catalogue.NamesOf<Loss>(static loss => !loss.HasAccuracy)}");

        // The name is that of a folder.
        if (string.IsNullOrWhiteSpace(spec.Name) || spec.Name is "." or ".." || spec.Name.AsSpan().ContainsAny('/', '\\') || spec.Name.Any(char.IsControl))
            throw new InputException($"name: '{ShownText.Of(spec.Name)}' is not allowed; a name for a folder, without slashes");
        if (setup.Network.TrainsTau && setup.Dt == setup.Network.LargestStep)
            throw new InputException($"dt: {setup.Dt} is the smallest tau, which is trained and stays above dt; allowed is dt below tau, or network.train-tau: {Catalogue.NameOf(TauTraining.None)}");
        if (setup.Dt > setup.Network.LargestStep)
            throw new InputException($"dt: {setup.Dt} is above the smallest tau, {setup.Network.LargestStep}; allowed is 0 < dt/tau <= 1");
    }

    // As its first trial has them.
    private static bool HasClasses(Loss loss, TrialTask task, ulong seed)
    {
        var trial = task.Make(new TrialKey(seed, NoiseStream.Task, 0));
        return Enumerable.Range(0, trial.Steps).All(t => !trial.Counts(t) || loss.Accepts(trial.TargetsAt(t)));
    }
}
