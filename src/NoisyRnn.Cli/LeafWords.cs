using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Cli;

/// <summary>What a kind is, in a line of its own words: for <c>list</c> and <c>describe</c>.</summary>
internal static class LeafWords
{
    // Of a network with its defaults: the equation of one step.
    private const double Dt = 0.1;

    /// <summary>The line; empty where the kind's name and keys say it all.</summary>
    public static string Of(Type leaf) => Activator.CreateInstance(leaf) switch
    {
        Claim claim => claim.Summary,
        Analysis analysis => analysis.Summary,
        WeightLayout layout => layout.Summary,
        RepairMethod repair => repair.Summary,
        Perturbation perturbation => $"with strength s an input x becomes: {perturbation.Formula}",
        Activation activation => activation.Formula,
        TargetFunction function => function.Formula,
        TrialTask task => task.About,
        TrialAnswer answer => $"right: {answer.Summary}",
        TrialVariable variable => variable.Summary,
        Initializer initializer => initializer.Summary,
        Network network => network.Equations([], Dt)[0],
        _ => "",
    };
}
