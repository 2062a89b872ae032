using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// Reads what Python prints of simple values, as it stands in the header of an npy file, in one pass: text as string, whole
/// numbers as long, True and False as bool, None as null, tuples and lists as ImmutableArray, dictionaries of text as
/// ImmutableDictionary.
/// </summary>
internal ref struct PythonLiteral
{
    private const int DeepestNesting = 32;
    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private PythonLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The value of a text that holds one and nothing else.</summary>
    /// <exception cref="FormatException">It does not.</exception>
    internal static object? Read(ReadOnlySpan<char> text)
    {
        var literal = new PythonLiteral(text);
        object? value = literal.Value();
        return literal.Peek() == '\0' && literal._at == text.Length ? value : throw new FormatException();
    }

    private object? Value()
    {
        if (++_depth > DeepestNesting) throw new FormatException();
        object? value = Peek() switch
        {
            '{' => Dictionary(),
            '(' => Items('(', ')'),
            '[' => Items('[', ']'),
            '\'' or '"' => Text(),
            '-' or (>= '0' and <= '9') => Number(),
            _ => Word(),
        };
        _depth--;
        return value;
    }

    private ImmutableDictionary<string, object?> Dictionary()
    {
        ImmutableDictionary<string, object?>.Builder entries = ImmutableDictionary.CreateBuilder<string, object?>(StringComparer.Ordinal);
        Expect('{');
        while (Peek() != '}')
        {
            string key = Value() as string ?? throw new FormatException();
            Expect(':');
            if (!entries.TryAdd(key, Value())) throw new FormatException();
            if (Peek() != '}') Expect(',');
        }

        Expect('}');
        return entries.ToImmutable();
    }

    // (1) is a number in brackets; the one tuple of a single item is (1,).
    private object? Items(char open, char close)
    {
        ImmutableArray<object?>.Builder items = ImmutableArray.CreateBuilder<object?>();
        Expect(open);
        bool isTuple = open == '[';
        while (Peek() != close)
        {
            items.Add(Value());
            if (Peek() == close) break;
            Expect(',');
            isTuple = true;
        }

        Expect(close);
        return isTuple || items.Count != 1 ? items.ToImmutable() : items[0];
    }

    private string Text()
    {
        char quote = _text[_at++];
        var text = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == quote)
            {
                _at++;
                return text.ToString();
            }

            // Names of fields may hold escapes; what they mean does not matter here.
            if (c == '\\' && ++_at == _text.Length) break;
            text.Append(_text[_at]);
        }

        throw new FormatException();
    }

    private long Number()
    {
        int start = _at;
        if (_text[_at] == '-') _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        long value = long.TryParse(_text[start.._at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) ? n : throw new FormatException();
        // Python 2 wrote long numbers with an L.
        if (_at < _text.Length && _text[_at] == 'L') _at++;
        return value;
    }

    private object? Word()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at])) _at++;
        switch (_text[start.._at])
        {
            case "True": return true;
            case "False": return false;
            case "None": return null;
            case "u" or "b" when _at < _text.Length && _text[_at] is '\'' or '"': return Text();
            default: throw new FormatException();
        }
    }

    private char Peek()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private void Expect(char expected)
    {
        if (Peek() != expected || _at == _text.Length) throw new FormatException();
        _at++;
    }
}
