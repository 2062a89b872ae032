using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Tasks;

namespace NoisyRnn.Tests.Python;

/// <summary>A model file, and what our own rollout makes of it: inputs, noise, states, outputs and gradients of a few trials, for other programs to repeat.</summary>
/// <param name="Name">The files' name.</param>
/// <param name="Network">The network.</param>
internal sealed record RolledNetwork(string Name, Network Network)
{
    private const int Inputs = 3, Outputs = 2, Steps = 12, Trials = 4, Width = 16;
    private const double Dt = 0.2;

    private static readonly Placement[] Placements = Enum.GetValues<Placement>();

    /// <summary>The noise that it is trained with: some in each place where the network takes it.</summary>
    internal ImmutableArray<NoiseSource> Noise { get; init; } = [.. Placements.Select(static place => new NoiseSource { Placement = place, Sigma = [0.3] }).Where(source => Network.Refusal(source) is null)];

    /// <summary>
    /// NAME.safetensors, and NAME.npz with inputs, noise by placement, silent and noisy outputs and states: [trials, steps, rows]; and
    /// gradients by the trained parameters of half the sum of the squares of these noisy outputs.
    /// </summary>
    internal Model Write(string folder)
    {
        var parameters = Network.Initialize(Inputs, Outputs, Dt, seed: 3);
        // Not at 0, where half of an activation, a bias or the state before the first step would not be seen.
        var random = new RandomStream(NoiseKey.OfItem(7, NoiseStream.Task, 1), 0);
        foreach (ref var value in parameters.Values.AsSpan())
            value += 0.2 * random.NextNormal();
        var model = new Model(Network, parameters, Noise, Dt, Seed: 3);
        model.Write(Path.Combine(folder, $"{Name}.safetensors"), ("scheme", CanonicalJson.Write(new EulerMaruyama())));
        var noise = Network.Draw<double>(Noise, 3, NoiseStream.Test, Inputs, Outputs, Dt);
        var (silent, noisy) = (Roll(parameters, Network.Draw<double>([], 3, NoiseStream.Test, Inputs, Outputs, Dt)), Roll(parameters, noise));
        List<(string, int[], Array)> arrays =
        [
            Array("inputs", InputsOf(parameters).Inputs, Steps, Inputs), Array("silent_outputs", silent.Outputs, Steps, Outputs), Array("silent_states", silent.States, Steps + 1, Network.StateRows),
            Array("noisy_outputs", noisy.Outputs, Steps, Outputs), Array("noisy_states", noisy.States, Steps + 1, Network.StateRows),
        ];
        foreach (var slice in parameters.Layout.Slices.Where(static slice => slice.Trainable))
            arrays.Add(($"gradient_{slice.Name}", [slice.Rows, slice.Columns], noisy.Gradients[slice.Offset..(slice.Offset + slice.Length)]));
        foreach (var place in Noise.Select(static source => source.Placement))
        {
            var term = (NoiseTerm)place;
            var rows = Network.NoiseShape(Inputs, Outputs)[place];
            var draws = new double[Steps * rows * Width];
            for (var t = 0; t < Steps; t++)
                noise.Fill(term, (uint)t, [.. Enumerable.Range(0, Width).Select(static lane => (ulong)lane)], draws.AsSpan(t * rows * Width, rows * Width));
            arrays.Add(Array($"noise_{Catalogue.NameOf(place)}", draws, Steps, rows));
        }

        File.WriteAllBytes(Path.Combine(folder, $"{Name}.npz"), NpzBytes.Of([.. arrays]));
        return model;
    }

    private Block<double> Roll(Parameters parameters, Increments<double> noise)
    {
        var rollout = new Rollout<double>(Network, parameters.Layout, Dt, noise);
        rollout.Refresh(parameters);
        var block = InputsOf(parameters);
        rollout.Forward(block);
        // The trials are all in the first group of lanes, and so are their gradients.
        for (var k = 0; k < block.Outputs.Length; k++)
            block.OutputGradients[k] = k % Width < Trials ? block.Outputs[k] : 0;
        rollout.Backward(block);
        rollout.PullBack(block.Gradients.AsSpan(0, parameters.Layout.Length));
        return block;
    }

    private Block<double> InputsOf(Parameters parameters)
    {
        var silence = Network.Draw<double>([], 3, NoiseStream.Test, Inputs, Outputs, Dt);
        var block = new Block<double>(new Rollout<double>(Network, parameters.Layout, Dt, silence).Cell, parameters.Layout, Steps, Inputs, Outputs, Width, backward: true);
        var random = new RandomStream(NoiseKey.OfItem(5, NoiseStream.Task, 0), 0);
        foreach (ref var u in block.Inputs.AsSpan())
            u = random.NextNormal();
        for (var lane = 0; lane < Width; lane++)
            block.Trials[lane] = (ulong)lane;
        return block;
    }

    // [steps][rows][lanes] to [trials, steps, rows].
    private static (string, int[], Array) Array(string name, double[] values, int steps, int rows) => (name, [Trials, steps, rows],
        (from trial in Enumerable.Range(0, Trials) from t in Enumerable.Range(0, steps) from row in Enumerable.Range(0, rows) select values[(((t * rows) + row) * Width) + trial]).ToArray());
}
