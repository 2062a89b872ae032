using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>A network's loss and accuracy under one perturbation at one strength.</summary>
/// <param name="Perturbation">Its name: white, pgd, ...</param>
/// <param name="Strength">s; 0 is the clean input, on the same trials.</param>
/// <param name="Accuracy">Mean over the perturbation's draws; null where the loss has none.</param>
/// <param name="AccuracyDeviation">Standard deviation over the draws; 0 where there is one draw.</param>
/// <param name="Loss">Mean over the draws.</param>
/// <param name="LossDeviation">Standard deviation over the draws.</param>
/// <param name="Draws">Number of draws.</param>
/// <param name="Trials">Number of test trials.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record RobustnessPoint(
    string Perturbation, double Strength, double? Accuracy, double AccuracyDeviation, double Loss, double LossDeviation, int Draws, int Trials);
