using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>Writes a drawn trial of the cognitive suite as arrays.</summary>
internal static class CognitivePainter
{
    private const double Baseline = 0.05, Fixating = 0.8;

    /// <summary>Fixation, stimuli and rule. [T, 85]</summary>
    public static void Inputs(CognitiveTrial drawn, int rule, double[,] inputs)
    {
        for (var t = 0; t < drawn.Steps; t++)
        {
            inputs[t, 0] = t < drawn.FixationOff ? 1 : 0;
            inputs[t, rule] = 1;
        }

        Span<double> bump = stackalloc double[CognitiveRing.Units];
        foreach (var stimulus in drawn.Stimuli)
        {
            CognitiveRing.Bump(stimulus.Location, stimulus.Strength, bump);
            var first = 1 + ((stimulus.Modality - 1) * CognitiveRing.Units);
            for (var t = stimulus.On; t < stimulus.Off; t++)
            {
                for (var k = 0; k < bump.Length; k++)
                    inputs[t, first + k] += bump[k];
            }
        }
    }

    /// <summary>Fixation and response. [T, 33]</summary>
    public static void Targets(CognitiveTrial drawn, double[,] targets)
    {
        Span<double> ring = stackalloc double[CognitiveRing.Units];
        if (drawn.Target is { } direction)
            CognitiveRing.Bump(direction, 1, ring);
        for (var t = 0; t < drawn.Steps; t++)
        {
            var isResponse = drawn.Target is not null && t >= drawn.ResponseOn;
            targets[t, 0] = isResponse ? Baseline : Fixating;
            for (var k = 0; k < ring.Length; k++)
                targets[t, 1 + k] = isResponse ? Baseline + ring[k] : Baseline;
        }
    }

    /// <summary>c^2. [T, 33]</summary>
    public static void Mask(CognitiveTrial drawn, int stepsPer100, double[,] mask)
    {
        for (var t = stepsPer100; t < drawn.Steps; t++)
        {
            var c = t < drawn.ResponseOn ? 1 : t < drawn.ResponseOn + stepsPer100 ? 0 : 5;
            mask[t, 0] = 4 * c * c;
            for (var k = 1; k <= CognitiveRing.Units; k++)
                mask[t, k] = c * c;
        }
    }

    /// <summary>
    /// Adds the trial's own noise to all inputs. Sixteen steps are drawn at a time, as the trials 16 n .. 16 n + 15 of a source
    /// of their own: registers are full, and the numbers are the trial's alone.
    /// </summary>
    public static void AddNoise(TrialKey key, double deviation, int steps, double[,] inputs)
    {
        var channels = inputs.GetLength(1);
        var lanes = new ulong[Gaussian.TrialBlock];
        for (var lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = (key.Number * (ulong)lanes.Length) + (ulong)lane;
        var normals = new double[channels * lanes.Length];
        for (var t = 0; t < steps; t++)
        {
            var (block, lane) = Math.DivRem(t, lanes.Length);
            if (lane == 0)
                Gaussian.Fill(NoiseKey.Of(key.Seed, Substream.TrialInputNoise, key.Stream), lanes, (uint)block, channels, normals.AsSpan());
            for (var i = 0; i < channels; i++)
                inputs[t, i] += deviation * normals[(i * lanes.Length) + lane];
        }
    }
}
