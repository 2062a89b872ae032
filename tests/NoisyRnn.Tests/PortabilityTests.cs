using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace NoisyRnn.Tests;

/// <summary>Nothing in the project depends on the machine or the network that it was written on.</summary>
public class PortabilityTests
{
    // Folders of one person or one machine, at the beginning of a path.
    private static readonly Regex MachinePath = Pattern(@"(?<![\w.:/~$}-])/(?:home|Users|root|work|workspace|mnt|srv)/[A-Za-z]|\b[A-Za-z]:\\Users\\");

    // Hosts of package registries and their mirrors. Lock files are written without them; which registry is used is up to the user.
    private static readonly Regex RegistryHost = Pattern(
        @"\b(?:[a-z0-9-]+\.)*[a-z0-9-]*(?:registry|nuget|npmjs|yarnpkg|artifactory|nexus|verdaccio|pypi|pythonhosted)[a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:org|com|net|io|dev|internal|local|lan)\b");

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => None(MachinePath);

    [Fact]
    public void No_file_names_the_host_of_a_registry() => None(RegistryHost);

    [Fact]
    public void The_lock_file_of_the_page_s_script_names_no_address_but_a_hash()
    {
        var text = File.ReadAllText(Checkout.Path("web", "package-lock.json"));
        Assert.DoesNotContain("\"resolved\"", text, StringComparison.Ordinal);
        Assert.Contains("\"integrity\": \"sha512-", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cd /ho" + "me/ann/net", true)]
    [InlineData("\"/Us" + "ers/ann\"", true)]
    [InlineData("C:\\Us" + "ers\\ann", true)]
    [InlineData("/wo" + "rk/main/x", true)]
    [InlineData("https://example.org/ho" + "me/ann", false)]
    [InlineData("src/wo" + "rk/item", false)]
    [InlineData("/usr/bin/chromium", false)]
    public void A_machine_s_path_is_known_by_its_first_folder(string line, bool found) =>
        Assert.Equal(found, MachinePath.IsMatch(line));

    [Theory]
    [InlineData("\"resolved\": \"https://regis" + "try.example.org/x.tgz\"", true)]
    [InlineData("https://api.nu" + "get.org/v3/index.json", true)]
    [InlineData("http://mirror.nex" + "us.internal:8081/npm", true)]
    [InlineData("https://cdn.jsdelivr.net/npm/plotly.js", false)]
    [InlineData("using NuGet.Versioning;", false)]
    [InlineData("omit-lockfile-registry-resolved=true", false)]
    public void A_registry_is_known_by_its_host(string line, bool found) =>
        Assert.Equal(found, RegistryHost.IsMatch(line));

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static void None(Regex pattern)
    {
        var files = ProjectFiles();
        Assert.Contains("NoisyRnn.slnx", files);
        var offenders = from file in files
                        let path = Checkout.Path(file)
                        where File.Exists(path)
                        from line in File.ReadLines(path, Encoding.Latin1).Select(static (text, index) => (Text: text, Number: index + 1))
                        where pattern.IsMatch(line.Text)
                        select $"{file}:{line.Number}: {(line.Text.Length > 200 ? line.Text[..200] : line.Text)}";
        var all = offenders.Take(20).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    // What is committed or could be: all that git does not ignore.
    private static string[] ProjectFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Checkout.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var list = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            Assert.SkipWhen(git.ExitCode != 0, "not a checkout of git: which files belong to the project is not known");
            return list.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no git here: which files belong to the project is not known");
            throw;
        }
    }
}
