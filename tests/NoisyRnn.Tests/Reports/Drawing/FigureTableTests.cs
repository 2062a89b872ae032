using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

public sealed class FigureTableTests
{
    [Fact]
    public void Fields_are_quoted_where_RFC_4180_asks_for_it()
    {
        var table = new FigureTable("name", "value");
        table.Add("relu, inside", "say \"no\"");
        table.Add("two\nlines", null);
        Assert.Equal("name,value\n\"relu, inside\",\"say \"\"no\"\"\"\n\"two\nlines\",\n", table.ToString());
    }

    [Fact]
    public void Numbers_come_back_as_the_same_bits_and_other_values_as_words()
    {
        var table = new FigureTable("a", "b", "c", "d", "e");
        table.Add(.1 + .2, ulong.MaxValue, true, RangeEnd.AtLeast, double.NaN);
        Assert.Equal("0.30000000000000004,18446744073709551615,true,AtLeast,NaN", table.ToString().Split('\n')[1]);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=HYPERLINK(\"http://x\",1)", "\"'=HYPERLINK(\"\"http://x\"\",1)\"")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-tanh", "'-tanh")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r=x", "\"'\r=x\"")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("+1e3", "+1e3")]
    [InlineData("a=b", "a=b")]
    public void A_text_is_no_formula_and_a_number_stays_one(string text, string expected)
    {
        var table = new FigureTable("name", "value");
        table.Add(text, -0.5);
        Assert.Equal($"name,value\n{expected},-0.5\n", table.ToString());
    }

    [Fact]
    public void A_row_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => new FigureTable("a", "b").Add(1));
}
