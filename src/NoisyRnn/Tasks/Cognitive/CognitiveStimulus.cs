namespace NoisyRnn.Tasks;

/// <summary>A bump of activity on one of the two input rings.</summary>
/// <param name="Modality">The ring: 1 or 2.</param>
/// <param name="Location">Its direction, radians in [0, 2 pi).</param>
/// <param name="Strength">Factor of the bump.</param>
/// <param name="On">The first step that shows it.</param>
/// <param name="Off">The first step that no longer does.</param>
public sealed record CognitiveStimulus(int Modality, double Location, double Strength, int On, int Off);
