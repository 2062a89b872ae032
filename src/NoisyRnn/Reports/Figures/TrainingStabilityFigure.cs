using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Stability through training: exponent, spectral radius and gradient norms against iterations, arms side by side.</summary>
internal static class TrainingStabilityFigure
{
    /// <summary>The top exponent; null where nobody looked.</summary>
    public static Figure? OfExponent(ReportContent content) => Draw(
        content, "training-stability", "Top exponent through training",
        "The top exponent of the tangent flow along test trials, without noise. Above 0 (dashed) nearby states part. Means over seeds, bands plus and minus one standard error; dashed: trained without noise.",
        static result => $"exponent, {result.Unit}", isLog: false, static look => look.Exponent);

    /// <summary>The spectral radius of the step; null likewise.</summary>
    public static Figure? OfRadius(ReportContent content) => Draw(
        content, "training-spectral-radius", "Spectral radius of the step through training",
        "The largest modulus of the eigenvalues of the step's Jacobian, mean over steps along test trials, without noise. Means over seeds, bands plus and minus one standard error; dashed: trained without noise.",
        static _ => "spectral radius", isLog: false, static look => look.SpectralRadius);

    /// <summary>The median gradient norm; null likewise.</summary>
    public static Figure? OfGradients(ReportContent content) => Draw(
        content, "training-gradients", "Gradient norm through training",
        "The norm of the gradient of training batches, with the noise of training: median over batches. Means over seeds, bands plus and minus one standard error; dashed: trained without noise. The CSV has the quantiles .1 and .9 and the largest.",
        static _ => "gradient norm", isLog: true, static look => look.MedianGradient);

    private static Figure? Draw(
        ReportContent content, string file, string title, string caption, Func<TrainingStabilityResult, string> label, bool isLog, Func<TrainingStabilityLook, double?> of)
    {
        var looks = Looks(content).ToList();
        if (looks.Count == 0)
            return null;
        // "nrnn, training.optimizer.rate = 0.01": arms side by side in one panel, what the grid varies in panels.
        var grid = PanelGrid.Of(looks.Select(static look => (look.Run.Arm.Varied, "")));
        var names = looks.Select(static look => NameOf(look.Run.Arm)).Distinct().ToList();
        var (named, traces, shown) = (new HashSet<string>(StringComparer.Ordinal), new List<object>(), new List<double>());
        foreach (var line in looks.GroupBy(static look => (Varied: look.Run.Arm.Varied, Name: NameOf(look.Run.Arm))))
        {
            // Where a network had diverged there is nothing to draw; the list of networks left out names it.
            var points = line.Select(look => (X: IterationOf(look), Y: of(look.Look))).Where(static point => point.Y is { } y && double.IsFinite(y)).Select(static point => (point.X, point.Y!.Value)).ToList();
            if (points.Count == 0)
                continue;
            var (panel, color, band) = (grid[line.Key.Varied, ""], Palette.At(names.IndexOf(line.Key.Name)), SeedBand.Over(points));
            shown.AddRange(band.Mean);
            traces.Add(CurveTraces.Band(panel, color, line.Key.Name, band));
            traces.Add(CurveTraces.Mean(panel, color, line.Key.Name, named.Add(line.Key.Name), band, markers: band.X.Length < 12, dash: line.First().Run.Arm.IsSilent ? "dash" : "solid"));
        }

        var vertical = string.Join(" or ", looks.Select(look => label(look.Result)).Distinct());
        return new()
        {
            Name = file,
            Title = title,
            Caption = caption + " Networks that did not learn their task are among them.",
            Traces = traces,
            Layout = grid.Layout(
                static _ => Axis.Linear("iterations"), isLog ? Axis.Log(vertical, shown) : Axis.Linear(vertical), static panel => PlotlyJson.Text(panel.Row),
                file == "training-stability" ? grid.Panels.Select(StabilityFigure.Zero) : null),
            Table = Table(looks),
        };
    }

    // Left out or not: a training that ended badly was a training.
    private static IEnumerable<(NetworkRun Run, TrainingStabilityResult Result, TrainingStabilityLook Look)> Looks(ReportContent content) =>
        from found in content.Found<TrainingStabilityResult>()
        from look in found.Result.Looks
        select (found.Run, found.Result, look);

    private static string NameOf(Arm arm) => PlotlyJson.Text(arm.IsSilent ? $"{arm.Base}, {Wording.WithoutNoise}" : $"{arm.Base}, noise {Wording.Number(arm.TrainingSigma)}");

    private static double IterationOf((NetworkRun Run, TrainingStabilityResult Result, TrainingStabilityLook Look) look) => look.Look.Iteration ?? look.Run.Curve.Iterations.LastOrDefault();

    private static FigureTable Table(List<(NetworkRun Run, TrainingStabilityResult Result, TrainingStabilityLook Look)> looks)
    {
        var table = FigureTable.OfRuns(
            "counted", "iteration", "unit", "exponent", "exponent_error", "spectral_radius", "loss", "gradient_q10", "gradient_median", "gradient_q90", "gradient_largest");
        foreach (var look in looks)
        {
            table.Add(
                look.Run, look.Run.Counted, IterationOf(look), look.Result.Unit, look.Look.Exponent, look.Look.ExponentError,
                look.Look.SpectralRadius, look.Look.Loss, look.Look.LowGradient, look.Look.MedianGradient, look.Look.HighGradient, look.Look.LargestGradient);
        }

        return table;
    }
}
