using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>The page of an audit, <c>web/report.html</c> with its places filled: the answer, its figure and three numbers, then why, then what can be done.</summary>
internal static class AuditPage
{
    /// <summary>The whole page.</summary>
    public static string Of(AuditContent content, AuditFigures figures, PlotlyScript plotly)
    {
        PageSection[] sections =
        [
            new("levels", "Each level", Table(content)),
            .. ExplanationSection.Of(content, figures.OfAnswer.Length, figures.OfRepair, figures.OfWhy),
            new("methods", "Methods", Methods(content).Select(static sentence => Html.Element("p", sentence)).Markup()),
            new("provenance", "Provenance", AppendixSection.Provenance(content.Provenance)),
        ];
        return PageTemplate.Page(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = Html.Escape(content.Title),
            ["contents"] = PageSection.Contents(sections),
            ["answer"] = new[] { Html.Classed("p", "lead", Html.Element("strong", AuditAnswer.Of(content))) }.Markup(),
            ["first"] = FigureSection.Of(figures.OfAnswer),
            ["numbers"] = HeadlineNumbers.Of(content).Concat(Notes(content)).Markup(),
            ["sections"] = PageSection.All(sections),
        }, plotly, isDrawn: true);
    }

    private static IEnumerable<XElement> Notes(AuditContent content) =>
    [
        Html.Classed("p", "note", AuditAnswer.Scope(content)),
        .. AuditCaveats.Of(content).Select(static caveat => Html.Classed("p", "banner", caveat)),
        .. content.Remarks.Select(static remark => Html.Classed("p", "note", remark)),
    ];

    private static string Table(AuditContent content)
    {
        var table = AuditTable.Of(content);
        return new[]
        {
            Html.Table("levels", $"{(content.Counted.Length > 1 ? $"Means over {content.Counted.Length} networks" : "All trials and draws")} [95 % interval]", [.. table.Columns.Select(static heading => (object)(heading == "s/s0" ? Html.Typeset("s/s0") : Wording.Typeset(heading)))],
                table.Rows.Select(static row => Html.Classed("tr", row[^1].Length > 0 ? "marked" : "plain", row.Select(static cell => Html.Classed("td", "number", cell))))),
        }.Markup();
    }

    private static IEnumerable<string> Methods(AuditContent content)
    {
        var network = content.Counted[0];
        yield return $"{(content.Equations.IsEmpty ? "Recorded outputs of" : "Tested on")} {network.Trials} trials ({network.Conditions} conditions: trials by steps{(content.IsOfClasses ? "" : " by outputs")} that count) and {network.Draws} draws of the noise at each of {network.Points.Length} levels.";
        yield return content.IsOfClasses
            ? "The loss of a condition is the cross-entropy, ln \u03A3 exp z \u2212 z of the right class, mean over draws; that of the logits averaged over draws is reported beside it, and their difference, the Jensen gap, is never negative. The accuracy is the share of draws whose largest output is the right class."
            : "With the mean z\u0304 and the unbiased variance v of the R draws of a condition and its target y: bias\u00b2 = mean[(z\u0304 \u2212 y)\u00b2 \u2212 v/R], never clipped; variance = mean v; error = bias\u00b2 + variance exactly, the mean squared error of a single draw.";
        yield return "The preferred level is the one with the lowest loss on the even draws, moved to the vertex of the parabola through it and its neighbours. Silence is compared with noise on the odd draws, D = ln L(0) \u2212 ln L(s), so that the choice of a level cannot flatter it; ratios are exp D. "
            + (content.Preference.ComparedIsTraining ? "s is the training noise, and beside it the noisy level that is best on the even draws, which decides." : "s is the noisy level that is best on the even draws.");
        if (content.Preference.OffGain is not null)
            yield return content.Equations.IsEmpty
                ? "The noise has a mean, so silence is asked twice: level 0 is the noise replaced by its mean (mean_matched), and by that it is decided; the noise simply off, level 0 of outputs, is told beside it, for it takes the mean away too."
                : "The noise has a mean, which moves with its level, so silence is asked twice: all levels keep the mean of training, level 0 is the noise replaced by it, and by that it is decided; the noise simply off is told beside it, for it takes the mean away too.";
        yield return content.IsOfClasses
            ? "The silent loss is three parts: the loss of the mean logits at the level compared with, the Jensen gap at level 0, and the rest, which comes with silence."
            : "The silent error is three parts: the bias\u00b2 of the level compared with, the variance that is left at level 0, and the rest, which is bias that comes with silence: noise shifted the mean output, and the network had learnt with that.";
        yield return content.Preference.Networks > 1
            ? "Intervals: BCa bootstrap over networks, expanded for few (Hesterberg 2015), 10,000 resamples. A preference is said where the interval of D of the best noisy level does not hold 0."
            : "Intervals: percentile bootstrap over trials, expanded for few (Hesterberg 2015), 2,000 resamples; a trial is resampled with its steps and draws, and the choice of the level is made anew in each resample. A preference is said where the interval of D of the best noisy level does not hold 0.";
    }
}
