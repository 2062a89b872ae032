namespace NoisyRnn.Analyses;

/// <summary>Sums over counted steps of trials, each weighted by its mask; of losses the sum of squared errors.</summary>
internal sealed record BiasSums
{
    /// <summary>Sum of the masks.</summary>
    public double Weight { get; set; }

    /// <summary>Unbiased, at the training noise.</summary>
    public double BiasSquares { get; set; }

    /// <summary>Of the output, at the training noise.</summary>
    public double Variance { get; set; }

    /// <summary>dz^2.</summary>
    public double ShiftSquares { get; set; }

    /// <summary>(dz - its prediction)^2.</summary>
    public double ResidualSquares { get; set; }

    /// <summary>dz^2 at the sampled steps.</summary>
    public double FirstOrderSquares { get; set; }

    /// <summary>(dz - its first-order prediction)^2 at the sampled steps.</summary>
    public double FirstOrderResidualSquares { get; set; }

    /// <summary>dz times what all units contribute to it.</summary>
    public double Contribution { get; set; }

    /// <summary>The same, of the third with the largest shift.</summary>
    public double LargestThirdContribution { get; set; }

    /// <summary>Under f.</summary>
    public double Silent { get; set; }

    /// <summary>Under F_s0.</summary>
    public double Averaged { get; set; }

    /// <summary>Under F at half of s0.</summary>
    public double AtHalf { get; set; }

    /// <summary>Under F at 1.5 s0.</summary>
    public double AtMore { get; set; }

    /// <summary>With F_s0 for the third with the largest shift alone.</summary>
    public double LargestThird { get; set; }

    /// <summary>Mean with F_s0 for a random third.</summary>
    public double RandomThird { get; set; }

    /// <summary>Mean with a random constant shift.</summary>
    public double RandomShift { get; set; }

    /// <summary>The sum of sums, in their order.</summary>
    public static BiasSums Total(ReadOnlySpan<BiasSums> parts)
    {
        var total = new BiasSums();
        foreach (var part in parts)
        {
            total.Weight += part.Weight;
            total.BiasSquares += part.BiasSquares;
            total.Variance += part.Variance;
            total.ShiftSquares += part.ShiftSquares;
            total.ResidualSquares += part.ResidualSquares;
            total.FirstOrderSquares += part.FirstOrderSquares;
            total.FirstOrderResidualSquares += part.FirstOrderResidualSquares;
            total.Contribution += part.Contribution;
            total.LargestThirdContribution += part.LargestThirdContribution;
            total.Silent += part.Silent;
            total.Averaged += part.Averaged;
            total.AtHalf += part.AtHalf;
            total.AtMore += part.AtMore;
            total.LargestThird += part.LargestThird;
            total.RandomThird += part.RandomThird;
            total.RandomShift += part.RandomShift;
        }

        return total;
    }

    /// <summary>Means and shares.</summary>
    public BiasResult ToResult(double sigma, bool isInside) => new()
    {
        Sigma = sigma,
        SilentLoss = Silent / Weight,
        NoisyLoss = (BiasSquares + Variance) / Weight,
        BiasSquared = BiasSquares / Weight,
        AveragedLoss = Averaged / Weight,
        ShiftSquared = ShiftSquares / Weight,
        Inside = !isInside ? null : new()
        {
            Explained = 1 - (ResidualSquares / ShiftSquares),
            FirstOrderExplained = 1 - (FirstOrderResidualSquares / FirstOrderSquares),
            RemovedShare = Removed(Averaged),
            AtHalfLoss = AtHalf / Weight,
            AtMoreLoss = AtMore / Weight,
            RandomShiftRemovedShare = Removed(RandomShift),
            LargestThirdContribution = LargestThirdContribution / Contribution,
            LargestThirdRemovedShare = Removed(LargestThird),
            RandomThirdRemovedShare = Removed(RandomThird),
        },
    };

    private double Removed(double loss) => (Silent - loss) / (Silent - BiasSquares);
}
