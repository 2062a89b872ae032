namespace NoisyRnn.Formats;

/// <summary>A column of a CSV file whose cells are numbers or words; each different word is kept once.</summary>
internal sealed class CsvWords
{
    /// <summary>The most different words in a column.</summary>
    internal const int Most = 1 << 20;

    private readonly List<double> _numbers = [];
    private readonly List<int> _words = [];
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>Whether there is a word.</summary>
    internal bool HasWords => _texts.Count > 0;

    /// <summary>The number in a row; NaN where there is none.</summary>
    internal double Number(int row) => _numbers[row];

    /// <summary>The word in a row; null where there is a number, or nothing.</summary>
    internal string? Word(int row) => HasWords && _words[row] > 0 ? _texts[_words[row] - 1] : null;

    /// <summary>What stands in a row; empty where nothing does.</summary>
    internal string Text(int row) => Word(row) ?? (double.IsNaN(Number(row)) ? "" : ScalarText.Of(Number(row)));

    /// <summary>Adds a cell.</summary>
    /// <returns>False where there are too many different words.</returns>
    internal bool Add(CsvLine line, int field)
    {
        bool isNumber = ScalarText.TryDouble(line[field], out double number);
        _numbers.Add(isNumber ? number : double.NaN);
        int word = isNumber || CsvTable.IsMissing(line[field]) ? 0 : Known(line.Text(field));
        if (HasWords)
        {
            while (_words.Count < _numbers.Count - 1) _words.Add(0);
            _words.Add(word);
        }

        return _texts.Count <= Most;
    }

    private int Known(string text)
    {
        if (!_known.TryGetValue(text, out int word))
        {
            _texts.Add(text);
            _known.Add(text, word = _texts.Count);
        }

        return word;
    }
}
