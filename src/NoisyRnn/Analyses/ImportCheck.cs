using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>An imported network held against the original: what it answers to inputs without noise, beside the outputs saved there.</summary>
/// <param name="Trials">Trials compared.</param>
/// <param name="Steps">Steps of each.</param>
/// <param name="LargestDifference">The largest difference of any output.</param>
/// <param name="Place">Where: "trial 3, step 17, output 0".</param>
/// <param name="LargestOutput">The largest magnitude of an output of the original.</param>
public sealed record ImportCheck(int Trials, int Steps, double LargestDifference, string Place, double LargestOutput)
{
    /// <summary>Differences up to this share of the largest output (or of 1) are those of rounding in 32 bits over many steps.</summary>
    public const double Tolerance = 1e-4;

    private const int Width = 16;

    /// <summary>"largest difference 1E-07 over 20 trials of 15 steps (trial 3, ...)".</summary>
    public string Difference => $"largest difference {LargestDifference:G3} over {Trials} trials of {Steps} steps ({Place}; the largest output is {LargestOutput:G3})";

    /// <summary>Whether the difference is beyond rounding.</summary>
    public bool Differs => !(LargestDifference <= Tolerance * Math.Max(1, LargestOutput));

    /// <summary>What it says of the network; null where the difference is beyond rounding and not accepted.</summary>
    /// <param name="isAccepted">Whether the user takes the network all the same.</param>
    public string? Words(bool isAccepted) => !Differs ? $"checked: {Difference}" : isAccepted ? $"differs, accepted: {Difference}" : null;

    /// <summary>Runs the network on saved inputs, in double and without noise.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">npz of inputs [trials, steps, inputs] and outputs [trials, steps, outputs], or [trials, outputs] for the last step;
    /// of a network that remembers nothing, inputs [trials, inputs].</param>
    /// <exception cref="InputException">The file cannot be read, or its shapes do not fit the network.</exception>
    public static ImportCheck Of(Model model, string path)
    {
        using var file = NpzFile.Open(path);
        var (inputs, outputs) = (Find(file, "inputs"), Find(file, "outputs"));
        var (channels, answers) = (model.Inputs, model.Outputs);
        var isStatic = !model.Network.IsRecurrent && inputs.Shape.Length == 2;
        var (trials, steps) = inputs.Shape switch
        {
            [> 0 and var n, > 0 and var t, var last] when last == channels => (n, t),
            [> 0 and var n, var last] when isStatic && last == channels => (n, 1),
            _ => throw Unfit(file, "inputs", inputs, isStatic ? $"[trials, {channels}]" : $"[trials, steps, {channels}], trials first"),
        };
        var isLast = outputs.Shape.Length == 2;
        if (!outputs.Shape.SequenceEqual(isLast ? [trials, answers] : [trials, steps, answers]))
            throw Unfit(file, "outputs", outputs, $"[{trials}, {steps}, {answers}] for these inputs, or [{trials}, {answers}] for the last step alone");
        return Compare(model, trials, steps, isLast, inputs, outputs);
    }

    private static ImportCheck Compare(Model model, int trials, int steps, bool isLast, NpyArray inputs, NpyArray outputs)
    {
        var layout = model.Parameters.Layout;
        var (channels, answers) = (inputs.Shape[^1], outputs.Shape[^1]);
        var rollout = new Rollout<double>(model.Network, layout, model.Dt, model.Network.Draw<double>([], 0, NoiseStream.Analysis, channels, answers, model.Dt));
        rollout.Refresh(model.Parameters);
        var block = new Block<double>(rollout.Cell, layout, steps, channels, answers, Width, backward: false);
        var result = new ImportCheck(trials, steps, 0, "", 0);
        for (var first = 0; first < trials; first += Width)
        {
            var count = Math.Min(Width, trials - first);
            for (var at = 0; at < steps * channels * count; at++)
            {
                var (trial, place) = (at % count, at / count);
                block.Inputs[(place * Width) + trial] = inputs[((first + trial) * steps * channels) + place];
            }

            rollout.Forward(block);
            for (var at = 0; at < (isLast ? 1 : steps) * answers * count; at++)
            {
                var (trial, place) = (at % count, at / count);
                var original = outputs[((first + trial) * (isLast ? 1 : steps) * answers) + place];
                var readout = block.Outputs[((place + (isLast ? (steps - 1) * answers : 0)) * Width) + trial];
                var ours = model.Readout == Readout.Sigmoid ? Elementary.Sigmoid(readout) : readout;
                result = result.With(original, Math.Abs(ours - original), first + trial, isLast ? steps - 1 : place / answers, place % answers);
            }
        }

        return result;
    }

    // A difference that is no number is the largest there is.
    private ImportCheck With(double original, double difference, int trial, int step, int output) => this with
    {
        LargestOutput = Math.Max(LargestOutput, Math.Abs(original)),
        LargestDifference = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(LargestDifference, difference),
        Place = Place.Length == 0 || difference > LargestDifference || double.IsNaN(difference) ? $"trial {trial}, step {step}, output {output}, from 0" : Place,
    };

    private static NpyArray Find(NpzFile file, string name) => file.Find(name)
        ?? throw new InputException($"{file.File}: no array '{name}'; needed are inputs and outputs, saved from the original; it holds {file}");

    private static InputException Unfit(NpzFile file, string name, NpyArray array, string allowed) =>
        new($"{file.File}: array '{name}' is {array}; allowed is {allowed}");
}
