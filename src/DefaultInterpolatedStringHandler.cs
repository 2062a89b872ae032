using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What <c>$"{x}"</c> is compiled to in our assemblies, in place of the type of this name in .NET, which asks the process
/// for its culture: a host in de_DE would find <c>0,1</c> in its model files. The compiler prefers the type of the
/// assembly it compiles, so no interpolated string of ours can depend on a culture, and none has to say so.
/// </summary>
[InterpolatedStringHandler]
internal ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder _text;
    private StringBuilder.AppendInterpolatedStringHandler _handler;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        _text = new StringBuilder();
        _handler = new StringBuilder.AppendInterpolatedStringHandler(literalLength, formattedCount, _text, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _handler.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _handler.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _handler.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => _handler.AppendFormatted(value, alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => _handler.AppendFormatted(value, alignment, format);

    public void AppendFormatted(object? value, int alignment = 0, string? format = null) => _handler.AppendFormatted(value, alignment, format);

    public void AppendFormatted(string? value) => _handler.AppendFormatted(value);

    public void AppendFormatted(scoped ReadOnlySpan<char> value) => _handler.AppendFormatted(value);

    public string ToStringAndClear() => _text.ToString();
}
