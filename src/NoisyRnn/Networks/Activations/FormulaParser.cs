using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// Reads a formula by recursive descent. A sum is of products, a product of signed powers; ^ binds tighter than a sign before it and
/// to the right, so that -a^2 is -(a^2) and 2^3^2 is 2^9; ** is ^. A formula of variables may also compare: 1 where it holds, else 0.
/// <code>
/// compared = sum [("&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "==" | "!=") sum]
/// sum     = product {("+" | "-") product}
/// product = signed {("*" | "/") signed}
/// signed  = ("-" | "+") signed | whole ["^" signed]
/// whole   = number | name | name "(" sum {"," sum} ")" | "(" sum ")"
/// </code>
/// </summary>
internal sealed class FormulaParser
{
    /// <summary>The longest formula, in characters that are no blanks.</summary>
    public const int Longest = 1000;

    /// <summary>How deep terms may be nested.</summary>
    public const int Deepest = 50;

    private readonly string _text;
    private readonly IReadOnlyList<string>? _variables;
    private readonly IReadOnlyDictionary<string, (FormulaOperation Operation, int Arguments)> _names;
    private int _at;
    private int _depth;

    private FormulaParser(string text, IReadOnlyList<string>? variables)
    {
        if (text.Count(static c => !char.IsWhiteSpace(c)) is > Longest and var length)
            throw new FormatException($"{length} characters; allowed are {Longest}");
        (_text, _variables, _names) = (text, variables, variables is null ? FormulaTerm.Names : FormulaTerm.NamesBesideVariables);
    }

    /// <summary>Reads a formula of a.</summary>
    /// <param name="text">The formula.</param>
    /// <exception cref="FormatException">It is none; the message says where and why.</exception>
    public static FormulaTerm Parse(string text)
    {
        var term = new FormulaParser(text, null).All("2 * a");
        return term.HasArgument ? term : throw new FormatException("it does not depend on a; allowed is a formula of a, like max(0, a)^2");
    }

    /// <summary>Reads a formula of variables, or of none; it may compare, and has the functions sign and floor beside the others.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="variables">Their names.</param>
    /// <exception cref="FormatException">It is none; the message says where and why.</exception>
    public static FormulaTerm Parse(string text, IReadOnlyList<string> variables) => new FormulaParser(text, variables).All("2 * x");

    private FormulaTerm All(string example)
    {
        var term = Compared();
        if (Next is not '\0')
            throw Unexpected(Next == ')' ? "it closes no bracket" : $"allowed here is an operator, as in {example}");
        return term;
    }

    // The next character that is no blank; \0 at the end.
    private char Next
    {
        get
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                _at++;
            return _at < _text.Length ? _text[_at] : '\0';
        }
    }

    private FormulaTerm Compared()
    {
        var left = Sum();
        if (_variables is null || Next is not ('<' or '>' or '=' or '!'))
            return left;
        var start = _at;
        var sign = _text.AsSpan(start, start + 1 < _text.Length && _text[start + 1] == '=' ? 2 : 1).ToString();
        if (sign is "=" or "!")
            throw Unexpected("equal is ==, unequal !=");
        _at += sign.Length;
        var right = Sum();
        return sign switch
        {
            "<" => new(FormulaOperation.Less, left, right),
            ">" => new(FormulaOperation.Less, right, left),
            "<=" => new(FormulaOperation.AtMost, left, right),
            ">=" => new(FormulaOperation.AtMost, right, left),
            "==" => new(FormulaOperation.Equal, left, right),
            _ => new(FormulaOperation.Unequal, left, right),
        };
    }

    private FormulaTerm Sum()
    {
        if (++_depth > Deepest)
            throw At(_at, $"nested too deep; allowed are {Deepest} levels");
        var sum = Product();
        while (Next is '+' or '-')
            sum = new(_text[_at++] == '+' ? FormulaOperation.Sum : FormulaOperation.Difference, sum, Product());
        _depth--;
        return sum;
    }

    private FormulaTerm Product()
    {
        var product = Signed();
        while (Next is '/' or '*')
            product = new(_text[_at++] == '*' ? FormulaOperation.Product : FormulaOperation.Quotient, product, Signed());
        return product;
    }

    private FormulaTerm Signed()
    {
        if (Next is '-' or '+')
        {
            if (++_depth > Deepest)
                throw At(_at, $"nested too deep; allowed are {Deepest} levels");
            var isNegative = _text[_at++] == '-';
            var signed = Signed();
            _depth--;
            return isNegative ? new(FormulaOperation.Negative, signed) : signed;
        }

        var whole = Whole();
        if (Next != '^' && !(Next == '*' && _text.AsSpan(_at).StartsWith("**")))
            return whole;
        _at += Next == '^' ? 1 : 2;
        if (++_depth > Deepest)
            throw At(_at, $"nested too deep; allowed are {Deepest} levels");
        var power = new FormulaTerm(FormulaOperation.Power, whole, Signed());
        _depth--;
        return power;
    }

    private FormulaTerm Whole()
    {
        if (Next == '(')
        {
            var open = _at++;
            var inner = Compared();
            Close(open);
            return inner;
        }

        return char.IsAsciiDigit(Next) || Next == '.' ? Number() : char.IsAsciiLetter(Next) || Next == '_' ? Named()
            : throw Unexpected("allowed here is a number, a name or '('");
    }

    private FormulaTerm Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        // An exponent, if digits follow: 1e-3; e alone is Euler's number.
        var sign = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? 2 : 1;
        if (_at + sign < _text.Length && _text[_at] is 'e' or 'E' && char.IsAsciiDigit(_text[_at + sign]))
        {
            _at += sign;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                _at++;
        }

        var digits = _text[start.._at];
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new(FormulaOperation.Number, Number: number)
            : throw At(start, $"'{digits}' is no number, or none that is finite");
    }

    private FormulaTerm Named()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
            _at++;
        var name = _text[start.._at];
        if (_variables?.ToList().IndexOf(name) is >= 0 and var place)
            return Next == '(' ? throw Unexpected($"{name} is no function; a product is written {name} * (...)") : new(FormulaOperation.Variable, Number: place) { Variable = name };
        if (!_names.TryGetValue(name, out var known))
            throw At(start, NearestName.Unknown("name", name, [.. _variables ?? [], .. _names.Keys]) + (_variables is null && name is "x" or "h" or "u" or "z" ? "; the argument of f is a" : ""));
        if (known.Arguments == 0)
            return Next == '(' ? throw Unexpected($"{name} is no function; a product is written {name} * (...)") : new(known.Operation);
        if (Next != '(')
            throw Unexpected($"{name} takes its argument{(known.Arguments > 1 ? "s" : "")} in brackets");
        var open = _at++;
        List<FormulaTerm> arguments = [Compared()];
        while (Next == ',')
        {
            _at++;
            arguments.Add(Compared());
        }

        Close(open);
        if (known.Arguments == 1 ? arguments.Count > 1 : arguments.Count < 2)
            throw At(start, $"{name} of {arguments.Count} argument{(arguments.Count > 1 ? "s" : "")}; allowed {(known.Arguments == 1 ? "is one" : "are two or more")}");
        return known.Arguments == 1 ? new(known.Operation, arguments[0])
            : arguments.Aggregate((first, second) => new(known.Operation, first, second));
    }

    private void Close(int open)
    {
        if (Next != ')')
            throw Unexpected($"the bracket of column {open + 1} is not closed");
        _at++;
    }

    private FormatException Unexpected(string why) => At(_at, Next == '\0' ? $"the formula ends; {why}" : $"'{Next}' is not expected; {why}");

    private static FormatException At(int place, string problem) => new($"column {place + 1}: {problem}");
}
