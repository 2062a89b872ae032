namespace NoisyRnn.Formats;

/// <summary>A spec record that checks across its keys, after each key by itself has been found good.</summary>
public interface IValidated
{
    /// <summary>What is wrong; empty where all is well.</summary>
    /// <returns>The key at fault (kebab-case, relative to this record; empty for the whole record) and the problem in words,
    /// value and what is allowed included: ("stop", "5 is not allowed; more than start, 10").</returns>
    IEnumerable<(string Key, string Problem)> Problems();
}
