namespace NoisyRnn.Tasks;

/// <summary>What beats are told apart into.</summary>
public enum BeatClasses
{
    /// <summary>Class 1 against all others.</summary>
    NormalAbnormal,

    /// <summary>Class 1, class 2, and 3 to 5 together.</summary>
    Three,
}
