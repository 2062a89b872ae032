using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>All cells and all networks of a sweep that is too large to be drawn whole, a line each.</summary>
internal static class WholeTables
{
    public const string Cells = "cells.csv";

    public const string Networks = "networks.csv";

    /// <summary>Writes them.</summary>
    /// <exception cref="InputException">They cannot be written.</exception>
    public static void Write(ReportContent content, string folder)
    {
        AtomicFile.Write(Path.Combine(folder, Cells), OfCells(content).WriteTo);
        AtomicFile.Write(Path.Combine(folder, Networks), OfNetworks(content).WriteTo);
    }

    private static FigureTable OfCells(ReportContent content)
    {
        string[] figures = ["preferred", "gain", "silent_loss", "training_level_loss", "validation_loss", "repaired_loss", "silent_accuracy", "training_level_accuracy"];
        var table = new FigureTable(["arm", "placement", "training_sigma", "n", .. figures.SelectMany(static figure => new[] { figure, figure + "_low", figure + "_high" })]);
        foreach (var cell in content.Cells)
        {
            Interval?[] values = [cell.Preferred, cell.Gain, cell.SilentLoss, cell.TrainingLevelLoss, cell.ValidationLoss, cell.RepairedLoss, cell.SilentAccuracy, cell.TrainingLevelAccuracy];
            table.Add([cell.Arm.Name, cell.Arm.PlacementName, cell.Arm.TrainingSigma, cell.N, .. values.SelectMany(static value => new object?[] { value?.Mean, value?.Low, value?.High })]);
        }

        return table;
    }

    private static FigureTable OfNetworks(ReportContent content)
    {
        var table = FigureTable.OfRuns("counted", "left_out", "preferred", "gain", "silent_loss", "training_level_loss", "validation_loss", "repaired_loss", "training_level_accuracy");
        foreach (var run in content.Runs)
            table.Add(run, run.Counted, run.LeftOutReason, run.Sweep?.Preferred.Level, run.Sweep?.Gain, run.Sweep?.SilentLoss, run.Sweep?.TrainingLevelLoss, run.ValidationLoss, run.Sweep?.RepairedLoss, run.Sweep?.TrainingLevelAccuracy);
        return table;
    }
}
