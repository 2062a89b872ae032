namespace NoisyRnn.Tasks;

/// <summary>What is asked of a sequence of digits.</summary>
public enum DigitQuestion
{
    /// <summary>All digits, one after the other, in the order in which they were seen.</summary>
    Digits,

    /// <summary>Their sum.</summary>
    Sum,
}
