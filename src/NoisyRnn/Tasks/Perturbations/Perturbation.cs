using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>A way to perturb the inputs of a trial, over strengths (spec 2, section 7).</summary>
[Leaf("white", typeof(WhitePerturbation))]
[Leaf("multiplicative", typeof(MultiplicativePerturbation))]
[Leaf("salt-and-pepper", typeof(SaltAndPepper))]
[Leaf("dropped", typeof(DroppedValues))]
[Leaf("fgsm", typeof(FastGradientSign))]
[Leaf("pgd", typeof(ProjectedGradient))]
public abstract record Perturbation : IValidated
{
    /// <summary>The strengths s, ascending.</summary>
    [Description("strengths s, ascending, each above 0")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public ImmutableArray<double> Strengths { get; init; } = [0.1, 0.2, 0.3];

    /// <summary>What becomes of an input x, in symbols.</summary>
    public abstract string Formula { get; }

    /// <summary>The steps up the network's own loss that it takes; null where it knows nothing of the network.</summary>
    public virtual GradientAscent? Ascent => null;

    /// <summary>A task with its inputs perturbed, as far as this needs no network.</summary>
    /// <param name="task">The task.</param>
    /// <param name="strength">s.</param>
    /// <param name="repetition">Which draw.</param>
    /// <param name="range">The lowest and the highest input of the task.</param>
    internal virtual TrialTask Perturbed(TrialTask task, double strength, int repetition, (double Lowest, double Highest) range) => task;

    /// <summary>Its name in files, tables and legends.</summary>
    public string Name => Catalogue.KindOf(GetType());

    /// <inheritdoc/>
    public virtual IEnumerable<(string Key, string Problem)> Problems() => NumberList.Problems("strengths", Strengths, noun: "strength");
}
