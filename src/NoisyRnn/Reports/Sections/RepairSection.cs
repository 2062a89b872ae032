using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>What to do: what the repair gives, in a sentence, and the command that makes it.</summary>
internal static class RepairSection
{
    /// <summary>The sentence and the command; empty where no network was repaired.</summary>
    public static string Of(ReportContent content) => content.Cells.All(static cell => cell.RepairedLoss is null) ? "" : new[]
    {
        Html.Element("p", "Repaired: run without noise, each activation replaced by its average over the noise that the network was trained with. ", Html.Element("strong", Html.Typeset(LossSection.Repairs(content)))),
        Html.Element("p", "Of runs that kept their models (", Html.Element("code", "keep: models"), "), this writes the networks that run without noise:"),
        Html.Element("pre", "noisyrnn repair DIR --method averaged"),
    }.Markup();
}
