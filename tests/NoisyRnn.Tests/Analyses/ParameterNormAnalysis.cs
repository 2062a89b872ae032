using NoisyRnn.Analyses;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The norm of all parameters: an analysis of one file, for the rehearsal of how one is added.</summary>
internal sealed record ParameterNormAnalysis : Analysis<ParameterNormResult>
{
    public override string Summary => "the norm of all parameters";

    internal override double Cost(TrialTask task) => 1;

    internal override string? Refusal(Setup setup) => setup.Noise.IsEmpty ? "networks trained without noise; allowed are others" : null;

    private protected override ParameterNormResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var sum = 0.0;
        foreach (var value in subject.Parameters.Values)
            sum += value * value;
        return new() { Norm = Math.Sqrt(sum) };
    }
}

/// <summary>What it finds.</summary>
internal sealed record ParameterNormResult : AnalysisResult
{
    /// <summary>The square root of the sum of squares.</summary>
    public required double Norm { get; init; }

    internal override Findings Findings => new("Parameters", [new("norm", "", Norm)]);
}
