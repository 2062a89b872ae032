namespace NoisyRnn.Dynamics;

/// <summary>Consecutive trials: those of a block.</summary>
/// <param name="First">Number of the first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct TrialRange(int First, int Count)
{
    // In float, blocks of 32 fill the registers best.
    private const int Wide = 32, Narrow = 16;

    /// <summary>Lanes that hold them: whole groups of 16.</summary>
    public int PaddedCount => (Count + Narrow - 1) / Narrow * Narrow;

    /// <summary>Trials 0 .. trials - 1 cut into blocks; the last may have fewer.</summary>
    /// <param name="trials">Number of trials.</param>
    /// <param name="width">Trials of a block.</param>
    public static TrialRange[] Blocks(int trials, int width)
    {
        var blocks = new TrialRange[(trials + width - 1) / width];
        for (var k = 0; k < blocks.Length; k++)
            blocks[k] = new(k * width, Math.Min(width, trials - (k * width)));
        return blocks;
    }

    /// <summary>The width of blocks in float: smaller where wide ones would leave threads idle.</summary>
    /// <param name="trials">Number of trials.</param>
    /// <param name="threads">Threads.</param>
    public static int WidthFor(int trials, int threads) => new TrialRange(0, trials).PaddedCount / Wide >= threads ? Wide : Narrow;
}
