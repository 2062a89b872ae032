using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>What can be asked of a network that is a function: of a step its fixed points and its Lyapunov exponents, and of all else the reason why not.</summary>
internal static class FunctionInquiry
{
    /// <summary>Asks.</summary>
    /// <param name="name">The network.</param>
    /// <param name="model">The function.</param>
    /// <param name="task">The trials.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops it.</param>
    public static NetworkExplanation Of(string name, ExecutedModel model, TrialTask task, int threads, CancellationToken cancellation)
    {
        const string Within = "asks what stands within the network, and a graph of operators does not say; give its weights (noisyrnn import), where they are of a known layout";
        var portrait = model.StateRows is not null ? StepPortrait.Of(model, task, threads, cancellation) : null;
        return new()
        {
            Name = name,
            Sigma = null,
            IsInside = false,
            Sentences = portrait?.Sentences ?? [],
            Found = portrait?.Findings is { } findings ? [findings] : [],
            Refused =
            [
                new("operating-points", $"the shift of the units' means {Within}"),
                new("bias", $"the shift predicted from the weights {Within}"),
                new("repair", $"a network whose activation is smoothed {Within}"),
                .. portrait is null ? [new("fixed-points, lyapunov", "the graph is the whole sequence (or a step without a state); a graph of one step has them")] : Array.Empty<KeyValuePair<string, string>>(),
            ],
        };
    }
}
