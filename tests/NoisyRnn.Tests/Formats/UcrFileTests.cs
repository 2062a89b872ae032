using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class UcrFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1\t.5\t-2\n-3\t1e-3\t0\n")]
    [InlineData("1,.5,-2\n-3,1e-3,0")]
    [InlineData("1.0000000e+00,  5.0e-01, -2.0\r\n-3.0, 1e-3, 0\r\n")]
    public void The_class_stands_first_and_the_series_after_it(string text)
    {
        UcrFile file = UcrFile.Read(_folder.Write("a.tsv", text));
        Assert.Equal([1, -3], file.Classes);
        Assert.Equal([[.5, -2], [.001, 0]], file.Series.Select(s => s.ToArray()));
        Assert.Equal(2, file.Length);
    }

    [Theory]
    [InlineData("1\t.5\t-2\n2\t1\n", ":2: 2 fields; the first line has 3, so every line must")]
    [InlineData("1\t.5\t-2\n\n2\t1\tNaN\n", ":3: column 3: 'NaN' is not allowed; a finite number with a decimal point")]
    [InlineData("1\t.5\n2\t\n", ":2: column 2: '' is not allowed; a finite number with a decimal point")]
    [InlineData("1\t.5\n2\tinf\n", ":2: column 2: 'inf' is not allowed; a finite number with a decimal point")]
    [InlineData("1\t.5\n\n1.5\t2\n", ":3: class 1.5 is not allowed; a whole number")]
    [InlineData("1e10\t.5\n", ":1: class 10000000000 is not allowed; a whole number")]
    [InlineData("class\tvalue\n1\t2\n", ": the first line begins with 'class', no number; a UCR file has no header, every line is a class and its values")]
    [InlineData("\n1\n", ":2: 1 field; a UCR line is a class and its values, separated by tabs or commas")]
    [InlineData("", ": no row of numbers; at least one is needed")]
    public void A_faulty_file_is_refused_with_its_line(string text, string expected)
    {
        string path = _folder.Write("a.tsv", text);
        Assert.Equal(path + expected, Refusal.Of(() => UcrFile.Read(path)));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Gen<byte[]> bytes = Gen.Elements([.. Encoding.UTF8.GetBytes("1234.e-+ \n\r\t,NaN#\""), (byte)0xFF]).ArrayOf();
        Prop.ForAll(bytes.ToArbitrary(), b => Refusal.SucceedsOrRefuses(() => UcrFile.Read(_folder.Write("any.tsv", b))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
