using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

public sealed class ShortNamesTests
{
    [Fact]
    public void A_file_is_its_name() => Assert.Equal(["a.pt", "b.pt"], ShortNames.Of(["/data/x/a.pt", "b.pt"]));

    [Fact]
    public void Files_of_one_name_are_told_apart_by_their_folders() =>
        Assert.Equal(["1/run/model.pt", "2/run/model.pt", "2/other/model.pt"], ShortNames.Of(["/data/1/run/model.pt", "/data/2/run/model.pt", "/data/2/other/model.pt"]));

    [Fact]
    public void One_file_given_twice_ends_too() => Assert.Equal(2, ShortNames.Of(["/a/b.pt", "/a/b.pt"]).Length);
}
