using System.Globalization;
using Microsoft.Playwright;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Reports;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Browser;

/// <summary>The page as a reader meets it, in a real browser that has no network.</summary>
public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Desktop = 1280;
    private const int Phone = 390;

    public static TheoryData<string, int, ColorScheme> Views { get; } = new(
        from content in new[] { "quick", "full" }
        from width in new[] { Desktop, Phone }
        from scheme in new[] { ColorScheme.Light, ColorScheme.Dark }
        select (content, width, scheme));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_page_draws_every_figure_without_a_request_or_a_complaint(string name, int width, ColorScheme scheme)
    {
        var content = Content(name);
        await using var report = await OpenedReport.Open(chromium.Browser, content, width, scheme);
        await report.Unfold();
        await report.Picture($"{name}-{(width == Desktop ? "desktop" : "phone")}-{scheme}".ToLowerInvariant());

        Assert.Empty(report.Requests);
        Assert.Empty(report.Complaints);
        var figures = await report.Page.Locator("figure.plot").AllAsync();
        Assert.Equal(5, figures.Count);
        foreach (var figure in figures)
        {
            var id = await figure.GetAttributeAsync("id");
            Assert.True(await figure.Locator("svg.main-svg .trace path").CountAsync() > 0, $"{id} shows no trace");
            Assert.True(await figure.Locator(".legend button").CountAsync() > 0, $"{id} has no legend");
        }
    }

    [Theory]
    [InlineData(Desktop)]
    [InlineData(Phone)]
    public async Task The_answer_and_the_first_figure_are_on_the_first_screen(int width)
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Quick(), width, ColorScheme.Light);
        var height = report.Page.ViewportSize!.Height;
        Assert.InRange(await Bottom("p.lead"), 0, height / 2);
        Assert.Contains("s0 = 1), networks have error", await report.Page.Locator("p.lead").InnerTextAsync(), StringComparison.Ordinal);
        // On a phone panels stand below each other: the first of them, to its axis.
        Assert.InRange(await Bottom("#performance rect.nsewdrag >> nth=0"), 100, height);

        async Task<double> Bottom(string selector)
        {
            var box = (await report.Page.Locator(selector).First.BoundingBoxAsync())!;
            return box.Y + box.Height;
        }
    }

    [Theory]
    [InlineData(Desktop, ColorScheme.Light)]
    [InlineData(Phone, ColorScheme.Dark)]
    public async Task No_one_is_kept_out(int width, ColorScheme scheme)
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Full(), width, scheme);
        await report.Unfold();
        Assert.Empty(await report.Barriers());
    }

    [Theory]
    [InlineData(Desktop)]
    [InlineData(Phone)]
    public async Task The_contents_lead_everywhere_and_a_claim_s_address_opens_it(int width)
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Full(), width, ColorScheme.Light);
        var menu = report.Page.Locator("nav.contents details");
        Assert.Equal(width == Desktop, await menu.GetAttributeAsync("open") is not null);
        if (width != Desktop)
            await menu.Locator("summary").ClickAsync();
        await report.Page.Locator("nav.contents a[href='#methods']").ClickAsync();
        await Assertions.Expect(report.Page.Locator("#methods")).ToBeInViewportAsync();
        await report.Page.EvaluateAsync("location.hash = '#claim-C2'");
        await Assertions.Expect(report.Page.Locator("#claim-C2")).ToHaveAttributeAsync("open", "");
    }

    [Theory]
    [InlineData(Desktop)]
    [InlineData(Phone)]
    [InlineData(320)]
    public async Task The_page_never_scrolls_sideways(int width)
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Full(), width, ColorScheme.Light);
        await report.Unfold();
        Assert.Equal(5, await report.Page.Locator("figure.plot svg.main-svg .draglayer").CountAsync());
        var overflow = await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, overflow);
    }

    [Theory]
    [InlineData(Desktop)]
    [InlineData(Phone)]
    public async Task Every_word_of_the_verdicts_is_on_the_screen_also_of_the_folded_table(int width)
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Full(), width, ColorScheme.Light);
        await report.Page.EvaluateAsync("document.querySelectorAll('#verdicts details').forEach(d => d.open = true)");
        var beyond = await report.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('#verdicts td, #verdicts th, #verdicts .badge, #verdicts p')].filter(e => e.checkVisibility())"
            + ".filter(e => { const b = e.getBoundingClientRect(); return b.left < 0 || b.right > document.documentElement.clientWidth || e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0; })"
            + ".map(e => e.textContent)");
        Assert.Empty(beyond);
        Assert.True(await report.Page.Locator("#verdicts .verdicts td").CountAsync() > 100, "the table was not opened");
    }

    [Theory]
    [InlineData(Desktop)]
    [InlineData(Phone)]
    public async Task No_word_in_a_figure_touches_another_or_is_cut_off(int width)
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Full(), width, ColorScheme.Light);
        await report.Unfold();
        var clashes = await report.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('figure.plot')].flatMap(figure => {
              const frame = figure.querySelector('svg.main-svg').getBoundingClientRect();
              const words = [...figure.querySelectorAll('svg.main-svg text')]
                .map(e => ({ text: e.textContent, box: e.getBoundingClientRect() })).filter(w => w.text.trim() && w.box.width > 0);
              const touch = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
              const cut = words.filter(w => w.box.left < frame.left - 1 || w.box.right > frame.right + 1 || w.box.top < frame.top - 1);
              return [
                ...cut.map(w => `${figure.id}: '${w.text}' is cut off`),
                ...words.flatMap((a, i) => words.slice(i + 1).filter(b => touch(a.box, b.box)).map(b => `${figure.id}: '${a.text}' and '${b.text}'`)),
              ];
            })
            """);
        Assert.Empty(clashes);
        Assert.True(await report.Page.Locator("#performance svg.main-svg text").CountAsync() > 50, "no words were looked at");
    }

    [Fact]
    public async Task On_a_phone_panels_stand_below_each_other_and_fill_the_width()
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Quick(), Phone, ColorScheme.Light);
        var boxes = new List<LocatorBoundingBoxResult>();
        foreach (var panel in await report.Page.Locator("#performance rect.nsewdrag").AllAsync())
            boxes.Add((await panel.BoundingBoxAsync())!);
        Assert.Equal(2, boxes.Count);
        Assert.All(boxes, box => Assert.InRange(box.Width, 250, Phone));
        Assert.True(Math.Abs(boxes[0].Y - boxes[1].Y) > 150, "panels stand side by side");
    }

    [Fact]
    public async Task Paper_and_letters_of_page_and_figures_follow_the_colour_scheme_also_when_it_changes()
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Quick(), Desktop, ColorScheme.Light);
        var (lightPaper, lightLetters) = await Brightness(report.Page);
        await report.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var (darkPaper, darkLetters) = await Brightness(report.Page);
        // The browser tells the page of it a moment later.
        for (var again = 0; darkLetters <= 180 && again < 50; again++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            (darkPaper, darkLetters) = await Brightness(report.Page);
        }

        // Brightness of 0..255; the sRGB threshold of "light" and "dark" is far from all four.
        Assert.True(lightPaper > 200 && lightLetters < 80, $"light: paper {lightPaper}, letters {lightLetters}");
        Assert.True(darkPaper < 60 && darkLetters > 180, $"dark: paper {darkPaper}, letters {darkLetters}");
    }

    [Theory]
    [InlineData("performance", "csv")]
    [InlineData("learning-curves", "csv")]
    [InlineData("preferred-noise", "plotly.json")]
    public async Task A_download_gives_the_same_bytes_as_the_file_beside_the_page(string figure, string ending)
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Quick(), Desktop, ColorScheme.Light);
        await report.Unfold();
        var download = await report.Page.RunAndWaitForDownloadAsync(
            () => report.Page.Locator($"#{figure} a[download='{figure}.{ending}']").ClickAsync());
        Assert.Equal($"{figure}.{ending}", download.SuggestedFilename);
        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream);
        var file = await File.ReadAllTextAsync(Path.Combine(report.Folder, "figures", $"{figure}.{ending}"), TestContext.Current.CancellationToken);
        Assert.Equal(file, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Empty(report.Requests);
    }

    [Fact]
    public async Task On_paper_the_figures_are_light_fit_the_sheet_and_the_folded_parts_are_open()
    {
        const int sheet = 700; // CSS pixels between the margins of A4
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Full(), Desktop, ColorScheme.Dark);
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        await report.Page.SetViewportSizeAsync(sheet, 1000);
        await report.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        await report.Picture("full-paper");

        // What one checks with stays on the screen, and the contents with it.
        foreach (var drawing in await report.Page.Locator("section:not(#appendix) .drawing svg.main-svg:first-child").AllAsync())
            Assert.InRange((await drawing.BoundingBoxAsync())!.Width, 600, sheet);
        foreach (var table in await report.Page.Locator("section:not(#appendix) table:not(.every-line table)").AllAsync())
            Assert.InRange((await table.BoundingBoxAsync())!.Width, 100, sheet);
        Assert.False(await report.Page.Locator("#appendix").IsVisibleAsync());
        Assert.False(await report.Page.Locator("nav.contents").IsVisibleAsync());
        Assert.True((await Brightness(report.Page)).Letters < 80);
        Assert.Equal(0, await report.Page.Locator("main details:not([open], .every-line)").CountAsync());
        Assert.False(await report.Page.Locator(".every-line").First.IsVisibleAsync());

        // What printing opened it closes.
        await report.Page.EvaluateAsync("window.dispatchEvent(new Event('afterprint'))");
        Assert.NotEqual(0, await report.Page.Locator("main details:not([open], .every-line)").CountAsync());
    }

    [Fact]
    public async Task The_buttons_over_a_figure_keep_its_data_on_this_machine_and_a_phone_has_none()
    {
        await using (var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Quick(), Desktop, ColorScheme.Light))
        {
            var titles = await report.Page.Locator("#performance .modebar-btn").EvaluateAllAsync<string[]>("all => all.map(b => b.dataset.title)");
            Assert.Equal(["Download plot as a PNG", "Zoom", "Pan", "Reset axes"], titles);
        }

        await using var phone = await OpenedReport.Open(chromium.Browser, SyntheticReport.Quick(), Phone, ColorScheme.Light);
        Assert.Equal(0, await phone.Page.Locator(".modebar-btn").CountAsync());
    }

    [Fact]
    public async Task The_legend_hides_a_training_level_and_the_buttons_choose_the_trial_shown()
    {
        await using var report = await OpenedReport.Open(chromium.Browser, SyntheticReport.Quick(), Desktop, ColorScheme.Light);
        await report.Unfold();
        var traces = report.Page.Locator("#performance svg.main-svg .scatterlayer .trace");
        var before = await traces.CountAsync();
        await report.Page.Locator("#performance .legend button").First.ClickAsync();
        await Assertions.Expect(report.Page.Locator("#performance .legend button").First).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.True(await traces.CountAsync() < before, "the level is still drawn");

        Assert.Equal("1", await report.Page.Locator("#example-trials .choice[aria-pressed=true]").InnerTextAsync());
        var outputs = report.Page.Locator("#example-trials svg.main-svg .scatterlayer").First;
        var drawing = await outputs.InnerHTMLAsync();
        await report.Page.Locator("#example-trials .choice").First.ClickAsync();
        Assert.NotEqual(drawing, await outputs.InnerHTMLAsync());
    }

    [Theory]
    [InlineData(Desktop)]
    [InlineData(Phone)]
    public async Task The_slider_moves_states_output_and_title_by_keys_and_survives_a_redrawing(int width)
    {
        var portrait = Portrait();
        var quick = SyntheticReport.Quick();
        var at = quick.Runs.IndexOf(quick.Runs.First(static run => run is { Arm: { Placement: Placement.Inside, TrainingSigma: 1 }, Counted: true }));
        await using var report = await OpenedReport.Open(
            chromium.Browser, quick with { Runs = quick.Runs.SetItem(at, quick.Runs[at] with { Results = [portrait] }) }, width, ColorScheme.Light);
        var slider = report.Page.Locator("#noise-portrait input[type=range]");
        var states = report.Page.Locator("#noise-portrait svg.main-svg .subplot.xy .scatterlayer");
        var output = report.Page.Locator("#noise-portrait svg.main-svg .subplot.x2y2 .scatterlayer");
        var title = report.Page.Locator("#noise-portrait .annotation-text").Nth(1);
        var value = report.Page.Locator("#noise-portrait .slider output");
        Assert.Equal("1", await value.InnerTextAsync());
        var seen = new HashSet<(string, string)> { (await states.InnerHTMLAsync(), await output.InnerHTMLAsync()) };

        await slider.FocusAsync();
        await slider.PressAsync("Home");
        foreach (var level in portrait.Levels)
        {
            Assert.Equal((Wording.Number(level.Level), $"output, loss {Wording.Number(level.Loss)}"), (await value.InnerTextAsync(), await title.TextContentAsync()));
            // Three levels, three pictures; that of the training noise was there at first.
            Assert.Equal(level.Level != 1, seen.Add((await states.InnerHTMLAsync(), await output.InnerHTMLAsync())));
            Assert.Equal(level.Level == 2, await report.Page.EvaluateAsync<bool>("document.querySelector('#noise-portrait input').value === document.querySelector('#noise-portrait input').max"));
            await slider.PressAsync("ArrowRight");
        }

        await report.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Equal($"output, loss {Wording.Number(portrait.Levels[^1].Loss)}", await title.TextContentAsync());
        Assert.Equal(0, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(report.Complaints);
        await report.Picture($"portrait-{(width == Desktop ? "desktop" : "phone")}");
    }

    [Fact]
    public async Task A_user_s_text_is_never_markup_even_when_it_looks_like_a_script()
    {
        const string attack = "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>{{js}}";
        var quick = SyntheticReport.Quick();
        var hostile = quick with
        {
            Description = attack, LossName = "loss " + attack, TimeUnit = attack, ResolvedExperiment = attack, Equations = [attack],
            Runs = [.. quick.Runs.Select(r => r with { Arm = r.Arm with { Base = r.Arm.Base + attack } })],
            Cells = [.. quick.Cells.Select(c => c with { Arm = c.Arm with { Base = c.Arm.Base + attack } })],
        };
        await using var report = await OpenedReport.Open(chromium.Browser, hostile, Desktop, ColorScheme.Light);
        Assert.Equal(quick.Title, await report.Page.TitleAsync());
        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
        Assert.Empty(report.Requests);
        Assert.Empty(report.Complaints);
    }

    private static NoisePortraitResult Portrait()
    {
        var network = new Ctrnn { Units = 4 };
        var subject = new TrainedNetwork(new Setup { Task = new FunctionApproximation(), Network = network, Dt = .1, Noise = [new NoiseSource { Sigma = [1] }] }, network.Initialize(1, 1, .1, 1));
        return new NoisePortrait { Levels = [0, 1, 2] }.Run(subject, cancellation: TestContext.Current.CancellationToken);
    }

    private static ReportContent Content(string name) => name == "full" ? SyntheticReport.Full() : SyntheticReport.Quick();

    private static async Task<(double Paper, double Letters)> Brightness(IPage page)
    {
        var paper = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        var letters = await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#performance .xtitle')).fill");
        return (Mean(paper), Mean(letters));
    }

    private static double Mean(string rgb) =>
        rgb[(rgb.IndexOf('(') + 1)..rgb.IndexOf(')')].Split(',').Take(3).Average(v => double.Parse(v, CultureInfo.InvariantCulture));
}
