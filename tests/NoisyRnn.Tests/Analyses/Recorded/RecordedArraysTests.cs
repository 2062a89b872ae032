using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Recorded outputs as NumPy, SciPy and h5py wrote them (golden/make_recorded.py): the same numbers from each.</summary>
public sealed class RecordedArraysTests
{
    [Theory]
    [InlineData("recorded.mat", true)]
    [InlineData("recorded_v73.mat", true)]
    [InlineData("recorded.h5", false)]
    public void MATLAB_s_files_and_HDF5_are_read_as_npz_is(string name, bool hasText)
    {
        using var file = RecordedArrays.Open(Golden(name));
        Assert.Equal(hasText ? "levels draws trials steps outputs" : null, file.Text("axes"));
        var (expected, found) = (Judged("recorded.npz"), Judged(name));
        Assert.Equal(expected.Points, found.Points);
        Assert.Equal(expected.Preference.Gain, found.Preference.Gain);
        Assert.Equal(AuditVerdict.PrefersNoise, found.Preference.Verdict);
    }

    [Fact]
    public void A_text_is_no_array_and_an_array_no_text()
    {
        using var file = RecordedArrays.Open(Golden("recorded.mat"));
        Assert.EndsWith("recorded.mat: 'axes' is text; allowed are numbers", Refusal.Of(() => file.Find("axes")), StringComparison.Ordinal);
        Assert.EndsWith("recorded.mat: array 'levels' is float64 [1, 3]; allowed is text", Refusal.Of(() => file.Text("levels")), StringComparison.Ordinal);
        Assert.Null(file.Find("labels"));
        Assert.Null(file.Text("outputs_are"));
        Assert.Contains("outputs float64 [3, 4, 6, 2]", file.ToString(), StringComparison.Ordinal);
    }

    private static RecordedNetwork Judged(string name)
    {
        using var file = RecordedArrays.Open(Golden(name));
        return Assert.Single(RecordedNetwork.Of(RecordedFile.Read(file, new())));
    }

    private static string Golden(string name) => TestFiles.Find($"Analyses/Recorded/golden/{name}");
}
