namespace NoisyRnn.Tasks;

/// <summary>Which steps of a period an answer is read from.</summary>
public enum AnswerMoment
{
    /// <summary>Its last step.</summary>
    End,

    /// <summary>The mean over all of its steps.</summary>
    Mean,
}
