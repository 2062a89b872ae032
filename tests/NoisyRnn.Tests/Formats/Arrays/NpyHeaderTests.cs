using System.Text;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class NpyHeaderTests
{
    // What NumPy reads is read, whoever wrote it: other libraries choose other spellings.
    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }          \n")]
    [InlineData("{'descr':'<f4','fortran_order':False,'shape':(2,3)}")]
    [InlineData("{\"shape\": (2, 3), \"fortran_order\": False, \"descr\": \"<f4\"}")]
    [InlineData("{'shape': (2L, 3L), 'descr': u'<f4', 'fortran_order': False}")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': [2, 3]}")]
    [InlineData("{'descr': '=f4', 'fortran_order': False, 'shape': (2, 3,)}")]
    public void Any_spelling_of_the_dictionary_is_read(string header) => Assert.Equal("float32 [2, 3]", Read(header).ToString());

    [Fact]
    public void Blanks_without_end_cost_no_more_than_they_are_long()
    {
        string blanks = new(' ', 65_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("float32 [2]", Read($"{{'descr': '<f4',{blanks}'fortran_order': False, 'shape': (2,)}}").ToString());
        Assert.Equal("float32 [2]", Read($"{{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}}{blanks}").ToString());
        Assert.Contains("is not allowed", Refusal.Of(() => Read($"{{'descr': '<f4',{blanks}")));
        // Three headers, each as bytes and as text.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4 << 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}")]
    [InlineData("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 2}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + 1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)")]
    [InlineData("{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': __import__('os').system('x')}")]
    public void Anything_else_is_refused(string header) =>
        Assert.EndsWith("is not allowed; a dictionary of 'descr', 'fortran_order' and 'shape'", Refusal.Of(() => Read(header)));

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('{')]
    public void Nesting_is_bounded(char open) => Assert.Contains("is not allowed", Refusal.Of(() => Read(new string(open, 60_000))));

    [Theory]
    [InlineData("(1.5,)")]
    [InlineData("('a',)")]
    [InlineData("(True,)")]
    [InlineData("(None,)")]
    [InlineData("(-1,)")]
    [InlineData("(2147483648,)")]
    public void A_dimension_is_a_whole_number(string shape) =>
        Assert.Matches("dimension .*; allowed is 0 to 2147483647|is not allowed", Refusal.Of(() => Read($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}")));

    [Fact]
    public void Versions_2_and_3_have_a_longer_length_and_version_3_is_UTF_8()
    {
        byte[] header = Encoding.UTF8.GetBytes("{'descr': [('höhe', '<f8')], 'fortran_order': False, 'shape': (2,), }\n");
        foreach (byte version in new byte[] { 2, 3 })
        {
            NpyHeader read = NpyHeader.Read(new MemoryStream([0x93, .. "NUMPY"u8, version, 0, .. BitConverter.GetBytes(header.Length), .. header]), "a");
            Assert.Equal((NpyKind.Other, "records [2]"), (read.Kind, read.ToString()));
        }
    }

    private static NpyHeader Read(string header) => NpyHeader.Read(new MemoryStream(ZipBytes.Npy(header, [])), "a");
}
