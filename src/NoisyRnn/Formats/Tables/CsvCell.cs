namespace NoisyRnn.Formats;

/// <summary>How the cells of a column of a CSV file are read.</summary>
internal enum CsvCell
{
    /// <summary>Numbers, of the row.</summary>
    Number,

    /// <summary>Numbers or words, of a column of their own.</summary>
    Word,

    /// <summary>Not at all: whatever stands there.</summary>
    LeftOut,

    /// <summary>As what tells rows apart: nothing stands there twice.</summary>
    Key,
}
