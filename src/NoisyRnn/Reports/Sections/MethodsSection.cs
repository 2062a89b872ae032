using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Formats;

namespace NoisyRnn.Reports;

/// <summary>How it was done, to copy: the equation, the task, seeds, statistics, and what to cite.</summary>
internal static class MethodsSection
{
    private const string Citation = """
        @article{eckstein2026paradoxical, title = {Paradoxical noise preference in {RNNs}}, author = {Eckstein, Noah and Srinivasan, Manoj}, journal = {Transactions on Machine Learning Research}, year = {2026}, note = {arXiv:2601.04539}}
        @inproceedings{lim2021noisy, title = {Noisy Recurrent Neural Networks}, author = {Lim, Soon Hoe and Erichson, N. Benjamin and Hodgkinson, Liam and Mahoney, Michael W.}, booktitle = {Advances in Neural Information Processing Systems}, year = {2021}, note = {arXiv:2102.04877}}
        """;

    /// <summary>The paragraphs.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        yield return Html.Element("p", "The equations that were executed:");
        yield return Scrolled("pre", string.Join('\n', content.Equations));
        var seeds = content.Runs.Select(static run => run.Seed).Distinct().Order().ToArray();
        if (seeds.Length > 0)
        {
            yield return Html.Element("p", string.Create(CultureInfo.InvariantCulture, $"The seed is the unit of inference: {seeds.Length} seeds ({ScalarText.List(seeds)}). Arms of one seed share initial weights, trials and draws of the noise. ")
                + $"Test-noise sweep: {(content.SweepTrials.Length > 0 ? content.SweepTrials : "test trials")} at each level; with the mean z\u0304 and unbiased variance v of R draws at a fixed condition and its target y, "
                + "bias\u00b2 = mean[(z\u0304 \u2212 y)\u00b2 \u2212 v/R], variance = mean v, and the loss is their sum. The preferred level is the one with the lowest loss on the even draws, refined by a parabola; D = ln L(0) \u2212 ln L(s0) is of the odd draws. "
                + "Intervals: 95 %, BCa bootstrap over seeds, expanded for few; several cells of a claim are corrected by Holm.");
        }

        yield return Html.Element("p", "Claims are tested in the papers\u2019 qualitative form; no number here is a paper\u2019s. C: \u201cParadoxical noise preference in RNNs\u201d, Eckstein & Srinivasan, ", Link("arXiv 2601.04539", "https://arxiv.org/abs/2601.04539"),
            "; N: \u201cNoisy Recurrent Neural Networks\u201d, Lim, Erichson, Hodgkinson & Mahoney, ", Link("arXiv 2102.04877", "https://arxiv.org/abs/2102.04877"), ".");
        yield return Html.Element("details", Html.Element("summary", "BibTeX"), Scrolled("pre", Citation));
    }

    private static XElement Scrolled(string name, string text)
    {
        var element = Html.Element(name, text);
        element.SetAttributeValue("tabindex", "0");
        return element;
    }

    private static XElement Link(string text, string address)
    {
        var link = Html.Element("a", text);
        link.SetAttributeValue("href", address);
        return link;
    }
}
