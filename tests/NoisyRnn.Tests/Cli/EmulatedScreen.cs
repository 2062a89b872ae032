using System.Globalization;
using System.Text;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>What is on a terminal, and above it, after some output: returns, line feeds, cursor up, and the erasures; colours are passed over.</summary>
internal static class EmulatedScreen
{
    internal static string[] Of(string output)
    {
        var (lines, row, column) = (new List<StringBuilder> { new() }, 0, 0);
        for (var k = 0; k < output.Length; k++)
        {
            if (output[k] == '\r')
                column = 0;
            else if (output[k] == '\n')
                (row, column) = (row + 1, 0);
            else if (output[k] == '\u001b' && output[k + 1] == '[')
                Obey(ref k);
            else if (output[k] == '\u001b')
                k++;
            else
                Put(output[k]);
            while (lines.Count <= row)
                lines.Add(new());
        }

        return [.. lines.Select(static line => line.ToString().TrimEnd())];

        void Obey(ref int at)
        {
            var end = at + 2;
            while (!char.IsAsciiLetter(output[end]))
                end++;
            var number = output[(at + 2)..end];
            if (output[end] == 'A')
                row -= int.Parse(number, CultureInfo.InvariantCulture);
            Assert.True(row >= 0, "above the top");
            if (output[end] is 'K' or 'J')
                lines[row].Length = Math.Min(lines[row].Length, column);
            if (output[end] == 'J')
                lines.RemoveRange(row + 1, lines.Count - row - 1);
            at = end;
        }

        void Put(char c)
        {
            lines[row].Append(' ', Math.Max(0, column + 1 - lines[row].Length));
            lines[row][column++] = c;
        }
    }
}
