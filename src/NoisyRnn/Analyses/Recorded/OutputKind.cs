namespace NoisyRnn.Analyses;

/// <summary>What the outputs of a network are, and so how they are judged.</summary>
public enum OutputKind
{
    /// <summary>Numbers that should be the targets: squared error.</summary>
    Values,

    /// <summary>Logits of classes, log-probabilities included: cross-entropy and accuracy.</summary>
    Logits,

    /// <summary>Probabilities of classes, which sum to 1: cross-entropy and accuracy.</summary>
    Probabilities,
}
