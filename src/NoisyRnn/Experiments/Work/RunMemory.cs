using System.Globalization;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Reports;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>What a run needs of the machine's memory, from its sizes alone: told before anything is allocated.</summary>
/// <param name="Parameters">Number of the network's parameters.</param>
/// <param name="Bytes">Of training or sweep, whichever needs more. A double: sizes that a file may ask for go beyond a long.</param>
/// <param name="LongestArray">Values in the longest array.</param>
internal sealed record RunMemory(double Parameters, double Bytes, double LongestArray)
{
    /// <summary>The needs of a run.</summary>
    /// <param name="setup">What is trained; its task is loaded.</param>
    /// <param name="threads">Threads it may use.</param>
    /// <param name="available">Bytes; beyond them no more is looked at than shows the excess.</param>
    public static RunMemory Of(Setup setup, int threads, double available)
    {
        var parameters = setup.Layout.Slices.Sum(static slice => (double)slice.Rows * slice.Columns);
        // Values, gradient, moments, the best so far and the effective ones in double, the kernels' copies of training and validation in float; a gradient for each group of a batch.
        var (moments, groups) = (setup.Training.Optimizer.Moments, Padded(setup.Training.Batch) / Block<float>.Lanes);
        var copies = 5 + moments + (setup.Training.KeepBest ? 1 : 0) + groups;
        // A block of 32 trials has two groups.
        var ofParameters = new RunMemory(parameters, parameters * copies * sizeof(double), parameters * Math.Max(moments, Math.Min(2, groups)));
        return ofParameters.Refusal(available) is null ? ofParameters.WithTrials(setup, threads) : ofParameters;
    }

    /// <summary>Why there is no room for the run; null where there is.</summary>
    /// <param name="available">Bytes.</param>
    public string? Refusal(double available)
    {
        if (LongestArray > Array.MaxLength)
            return $"needs an array of {Wording.Number(LongestArray)} values; {Wording.Number(Array.MaxLength)} can be had. {Advice}";
        return Bytes > available ? $"needs about {Size(Bytes)} of memory ({Wording.Number(Parameters)} parameters); {Size(available)} can be had. {Advice}" : null;
    }

    private static string Advice => "Fewer units, steps, trials in a batch or threads (--workers) need less";

    private RunMemory WithTrials(Setup setup, int threads)
    {
        var (task, batch) = (setup.Task, Padded(setup.Training.Batch));
        double steps = task.StepCount, inputs = task.InputCount, outputs = task.OutputCount;
        var cell = setup.Training.Penalty.IsActive()
            ? setup.Training.Penalty.Prepare<float>(setup).Cell
            : setup.Prepare(setup.Draw<float>(setup.Noise, NoiseStream.Dynamics)).Cell;
        // Blocks of 32 trials at most, as BatchPass and ForwardPass make them; SweepBatch has 16, in double.
        double width = Math.Min(32, batch), states = (steps + 1) * cell.StateRows * width, saved = steps * cell.SavedRows * width;
        // Where noise is fed back the states stand once more, as the next step reads them.
        var copies = setup.Noise.Any(static source => source.Placement == Placement.Feedback && source.IsActive()) ? 2 : 1;
        var underWay = setup.Training.Moments == TrainingMoments.Closure ? OfMoments(setup, threads) : threads * ((copies * states) + saved + (OuterProduct.ChunkSteps * cell.DeltaRows * width) + (cell.ScratchRows * width)) * sizeof(float);
        var blocks = (batch * steps * (inputs + ((4 + (2 * cell.Orders)) * outputs)) * sizeof(float)) + (batch / width * task.BytesOfTrial);
        var validation = threads * (((copies * states) + (steps * (inputs + (3 * outputs)) * width)) * sizeof(float) + task.BytesOfTrial);
        var sweep = threads * (((copies * (steps + 1) * cell.StateRows) + (steps * (inputs + outputs))) * 16 * sizeof(double) + task.BytesOfTrial);
        return this with { Bytes = Bytes + Math.Max(underWay + blocks + validation, sweep), LongestArray = new[] { LongestArray, states, saved, steps * inputs * width, steps * outputs * width }.Max() };
    }

    // A mean and a covariance of each layer before and after each step, six numbers a unit of each step, six matrices of a step's own, those of gradients; and a gradient a trial.
    private double OfMoments(Setup setup, int threads)
    {
        double units = setup.Network.Units, width = DenseProduct.Padded(setup.Network.Units), layers = setup.Network.LeakyLayers().Length, steps = setup.Task.StepCount;
        var trial = (layers * ((steps + 3) * width * (width + 1))) + (layers * steps * 7 * units) + (6 * width * width);
        return ((threads * trial) + (setup.Training.Batch * Parameters)) * sizeof(double);
    }

    // Trials come in groups of 16.
    private static double Padded(int trials) => Math.Ceiling(trials / 16.0) * 16;

    private static string Size(double bytes) => bytes switch
    {
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / (1 << 20)):F0} MiB"),
        < 1L << 40 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 30):F1} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 40):G4} TiB"),
    };
}
