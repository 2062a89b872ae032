using System.Runtime.InteropServices;

namespace NoisyRnn.Tasks;

/// <summary>What became of one trial.</summary>
/// <param name="IsRight">Whether it was done right.</param>
/// <param name="Said">What was said: a value, a direction, a time; NaN where nothing was.</param>
/// <param name="Asked">What was asked, likewise.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AnswerOutcome(bool IsRight, double Said, double Asked);
