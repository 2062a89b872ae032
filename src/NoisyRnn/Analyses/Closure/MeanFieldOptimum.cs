using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The best that a single ReLU unit can do as a regulator under its training noise, to leading order in g (spec 1, section 3):
/// the minimum over w, b, c of E_r[(F_s(w r + b) + c - r)^2 + k s^2 v(q)], q = (w r + b)/s, k = g/(2 - g), for noise inside;
/// with noise outside F_s is f and s^2 v is s^2. Beside it the trained network: its measured loss, and where it stands.
/// </summary>
public sealed record MeanFieldOptimum : Analysis<MeanFieldResult>
{
    /// <summary>Number of test trials of the measured loss.</summary>
    [Description("test trials of the measured loss")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 256;

    /// <summary>R.</summary>
    [Description("noise draws of each test trial of the measured loss")]
    [Range(4, 1_000_000)]
    public int Draws { get; init; } = 64;

    /// <inheritdoc/>
    public override string Summary => "the best a single-unit regulator can do under its noise, and how near the trained one is";

    internal override int Revision => 2;

    private protected override MeanFieldResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var sigma = subject.TrainingSigma;
        var field = new RegulatorField((Regulator)subject.Task, subject.Network.StepSizes(subject.Network.Effective(subject.Parameters), subject.Dt)[0], subject.Noise is [{ Placement: Placement.Outside }]);
        var (weight, bias) = field.Minimise(sigma);
        var offset = field.BestOffset(weight, bias, sigma);
        var values = subject.Parameters;
        var layer = subject.Network.LeakyLayers(values.Layout)[0];
        var (w, b, c) = (values[layer.Input][0], values[layer.Bias][0], values.ReadoutBias[0]);
        var sweep = new NoiseSweep { Levels = [0, 1], AbsoluteLevels = [0], Trials = Trials, Draws = Draws }.Over(subject, threads, cancellation);
        return new()
        {
            OptimalLoss = field.Loss(weight, bias, offset, sigma),
            OptimalWeight = weight,
            OptimalBias = bias,
            OptimalOffset = offset,
            OptimalPreference = sigma > 0 ? field.PreferredSigma(weight, bias, offset, 2 * sigma) / sigma : 0,
            TrainedLoss = sweep?.TrainingLevelLoss ?? double.PositiveInfinity,
            Weight = w,
            Bias = b,
            Offset = c,
            PredictedPreference = sigma > 0 ? field.PreferredSigma(w, b, c, 2 * sigma) / sigma : 0,
            OperatingPoint = sigma > 0 ? field.MeanPreActivation(w, b) / sigma : null,
        };
    }

    internal override string? Refusal(Setup setup)
    {
        var allowed = $"allowed is a ctrnn of one ReLU unit without recurrence (train-recurrent: false, recurrent-initializer: zero), with a readout of fixed weight 1, on the task regulator with the loss {Catalogue.NamesOf<Loss>(static loss => loss is { HasBias: true, Response: null })} (readout: identity), under one white Gaussian noise source inside or outside of scale per-step, or none";
        return setup is
        {
            Task: Regulator,
            Training.Loss: { HasBias: true, Response: null },
            Network: Ctrnn
            {
                Units: 1, Activation: Relu, TrainRecurrent: false, RecurrentInitializer: ZeroInitializer, TrainReadoutWeights: false,
                ReadoutInitializer: ConstantInitializer { Value: 1 },
            },
            Noise: [] or [{ Placement: Placement.Inside or Placement.Outside, Scale: NoiseScale.PerStep, Kind: NoiseKind.Additive, Distribution: NoiseDistribution.Gaussian, CorrelationTime: 0 }],
        }
            ? null
            : allowed;
    }

    internal override double Cost(TrialTask task) => 2.0 * Trials * Draws * ForwardCost;
}
