using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The script that is embedded, the one that is linked and the one that is pinned are the same.</summary>
public sealed class PlotlyScriptTests
{
    [Fact]
    public void The_link_s_hash_is_that_of_the_embedded_file()
    {
        SkipWithoutPlotly();
        var bytes = Encoding.UTF8.GetBytes(PlotlyScript.OfThisBuild.Source!);
        Assert.Equal(PlotlyScript.Integrity, "sha384-" + Convert.ToBase64String(SHA384.HashData(bytes)));
    }

    [Fact]
    public void The_link_s_version_is_that_of_the_embedded_file()
    {
        SkipWithoutPlotly();
        Assert.Contains($"v{PlotlyScript.Version}\n", PlotlyScript.OfThisBuild.Source![..200].ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("package.json", "dependencies")]
    [InlineData("package-lock.json", "packages")]
    public void Npm_s_files_pin_the_same_version_exactly_and_name_no_host(string file, string section)
    {
        var text = File.ReadAllText(Path.Combine(WebFolder(), file));
        using var json = JsonDocument.Parse(text);
        var pinned = json.RootElement.GetProperty(section);
        var version = section == "packages"
            ? pinned.GetProperty("node_modules/plotly.js-cartesian-dist-min").GetProperty("version")
            : pinned.GetProperty("plotly.js-cartesian-dist-min");
        Assert.Equal(PlotlyScript.Version, version.GetString());
        Assert.DoesNotContain("://", text);
        Assert.DoesNotContain("\"resolved\"", text);
    }

    [Fact]
    public void Nothing_in_the_embedded_script_ends_its_element_early()
    {
        SkipWithoutPlotly();
        var element = PlotlyScript.OfThisBuild.Element();
        Assert.Equal(element.Length - "</script>".Length, element.IndexOf("</script", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("<!--", element);
    }

    // CI has npm, so there a missing script is a fault of the build.
    private static void SkipWithoutPlotly()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.True(PlotlyScript.OfThisBuild.IsEmbedded, "CI builds with Plotly embedded");
        Assert.SkipUnless(PlotlyScript.OfThisBuild.IsEmbedded, "this build has no Plotly embedded");
    }

    private static string WebFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NoisyRnn.slnx")))
                return Path.Combine(folder.FullName, "web");
        }

        throw new InvalidOperationException("the tests do not run from within the repository");
    }
}
