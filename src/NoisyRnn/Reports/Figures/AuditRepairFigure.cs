using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The error of an audited network with its noise, silent, and repaired and silent: a bar each.</summary>
internal static class AuditRepairFigure
{
    /// <summary>The figure; null where nothing was repaired, or nothing is to be.</summary>
    public static Figure? Of(AuditContent content)
    {
        if (AuditRemedy.Of(content).IsEmpty || content.Preference.Verdict != AuditVerdict.PrefersNoise)
            return null;
        var repairs = content.Explanations.Select(static network => network.Repair!).ToArray();
        (string Name, double[] Losses)[] bars =
        [
            ("with its noise", [.. repairs.Select(static repair => repair.NoisyLoss)]),
            .. repairs[0].Forms.Select(form => (form.Name == RepairedForm.AsItIs ? "silent, as it is" : $"silent, repaired: {form.Name}", repairs.Select(repair => repair.Forms.First(other => other.Name == form.Name).SilentLoss).ToArray())),
        ];
        var grid = PanelGrid.Of([("", "")]);
        var panel = grid.Panels[0];
        var table = new FigureTable("network", "form", "loss");
        foreach (var (name, losses) in bars)
        {
            for (var k = 0; k < losses.Length; k++)
                table.Add(content.Explanations[k].Name, name, losses[k]);
        }

        double[] means = [.. bars.Select(static bar => bar.Losses.Average())];
        return new()
        {
            Name = "audit-repair",
            Title = $"The {content.Error} with noise, in silence, and repaired",
            Caption = $"{(repairs.Length > 1 ? $"Means over {repairs.Length} networks. " : "")}averaged: the activation smoothed over the noise; biases: the units' biases moved, the activation kept. Both run without noise.",
            Traces =
            [
                new
                {
                    type = "bar", x = Enumerable.Range(0, bars.Length), y = means.Select(static mean => double.IsFinite(mean) ? mean : double.NaN), xaxis = panel.X, yaxis = panel.Y, showlegend = false,
                    text = means.Select(Wording.Number), textposition = "outside", cliponaxis = false,
                    marker = new { color = bars.Select(static (_, k) => k == 0 ? Palette.Blue : k == 1 ? Palette.Grey : Palette.Green) },
                    customdata = bars.Select(static bar => bar.Name), hovertemplate = "%{customdata}: %{y:.4~g}<extra></extra>",
                },
            ],
            Layout = grid.Layout(_ => Axis.Linear("") with { Ticks = [.. Enumerable.Range(0, bars.Length).Select(static k => (double)k)], TickText = [.. bars.Select(static bar => bar.Name.Replace(", ", ",<br>", StringComparison.Ordinal).Replace(": ", ":<br>", StringComparison.Ordinal))], Range = [-0.6, bars.Length - 0.4] }, Axis.Linear(content.IsOfClasses ? "cross-entropy<br>(nats)" : "mean squared error<br>(squared units of the target)") with { RangeMode = "tozero" }, static _ => ""),
            Table = table,
        };
    }
}
