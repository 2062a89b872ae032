namespace NoisyRnn.Formats;

/// <summary>What the elements of an array in an npz file are, and so how they are read.</summary>
public enum NpyKind
{
    /// <summary>Numbers or truth values: <see cref="NpzFile.Find"/>.</summary>
    Numbers,

    /// <summary>Text: <see cref="NpzFile.FindText"/>.</summary>
    Text,

    /// <summary>Python objects: where they are arrays or lists of numbers, <see cref="NpzFile.FindRagged"/>.</summary>
    Objects,

    /// <summary>Anything else (complex numbers, dates, records, a file that is no array): refused when it is needed.</summary>
    Other,
}
