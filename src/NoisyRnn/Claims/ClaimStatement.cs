namespace NoisyRnn.Claims;

/// <summary>What a claim says, how it is decided, and how to read what came out.</summary>
/// <param name="Symbol">C1, C2, ...</param>
/// <param name="Title">What it says, in so few words that they fit a line beside the outcome.</param>
/// <param name="Summary">The claim in a sentence, without numbers.</param>
/// <param name="Reading">How to read the claim's matrix of verdicts.</param>
/// <param name="Criterion">The criterion in sentences, with all numbers written out.</param>
/// <param name="Figure">The name of the figure on which it is seen.</param>
public sealed record ClaimStatement(string Symbol, string Title, string Summary, string Reading, string Criterion, string Figure)
{
    /// <summary>Whether an experiment that asks it is about it: its verdict is then the first thing said of what was found.</summary>
    public bool IsTheQuestion { get; init; }
}
