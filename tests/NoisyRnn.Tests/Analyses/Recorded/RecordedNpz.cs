using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Recorded outputs made by a formula, as an npz file.</summary>
internal sealed record RecordedNpz
{
    internal double[] Levels { get; init; } = [0, 0.5, 1, 1.5];

    internal int Draws { get; init; } = 4;

    internal int Trials { get; init; } = 3;

    internal int Steps { get; init; } = 2;

    internal int Outputs { get; init; } = 1;

    internal double? TrainingLevel { get; init; }

    /// <summary>The output of a level, draw, trial, step and output unit.</summary>
    internal Func<double, int, int, int, int, double> Output { get; init; } = static (_, _, _, _, _) => 0;

    /// <summary>Arrays beside outputs, levels and train_level, or in their place.</summary>
    internal (string Name, int[] Shape, Array Values)[] Arrays { get; init; } = [];

    /// <summary>The targets, 0 where nothing else is said; null for none.</summary>
    internal double[]? Targets { get; init; } = [];

    internal byte[] ToBytes()
    {
        var outputs = from s in Levels from r in Enumerable.Range(0, Draws) from p in Enumerable.Range(0, Trials) from t in Enumerable.Range(0, Steps) from o in Enumerable.Range(0, Outputs) select Output(s, r, p, t, o);
        List<(string Name, int[] Shape, Array Values)> arrays = [.. Arrays];
        Add("outputs", [Levels.Length, Draws, Trials, Steps, Outputs], outputs.ToArray());
        Add("levels", [Levels.Length], Levels);
        if (Targets is not null && !Arrays.Any(static array => array.Name == "labels"))
            Add("targets", [Trials, Steps, Outputs], Targets.Length > 0 ? Targets : new double[Trials * Steps * Outputs]);
        if (TrainingLevel is { } s0)
            Add("train_level", [], new[] { s0 });
        return NpzBytes.Of([.. arrays]);

        void Add(string name, int[] shape, double[] values)
        {
            if (!arrays.Exists(array => array.Name == name))
                arrays.Add((name, shape, values));
        }
    }

    internal RecordedOutputs Read(RecordedForm? form = null)
    {
        using var folder = new TemporaryFolder();
        using var npz = RecordedArrays.Open(folder.Write("outputs.npz", ToBytes()));
        return RecordedFile.Read(npz, form ?? new());
    }

    internal RecordedNetwork Judged() => Assert.Single(RecordedNetwork.Of(Read()));

    /// <summary>What a reader says, without the folder.</summary>
    internal string Refused(RecordedForm? form = null)
    {
        var message = Formats.Refusal.Of(() => Read(form));
        return message[(message.IndexOf("outputs.npz: ", StringComparison.Ordinal) + "outputs.npz: ".Length)..];
    }
}
