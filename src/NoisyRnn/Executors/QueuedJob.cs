using System.Globalization;

namespace NoisyRnn.Executors;

/// <summary>A job, or an element of a job array, that waits or runs.</summary>
/// <param name="Name">The job's name.</param>
/// <param name="Job">Its number.</param>
/// <param name="Element">The element's number; null where the job is no array.</param>
/// <param name="State">PENDING, RUNNING, ... as Slurm calls it.</param>
/// <param name="Node">Where it runs; empty as long as it waits.</param>
/// <param name="Reason">Why it waits, as Slurm calls it.</param>
public sealed record QueuedJob(string Name, string Job, int? Element, string State, string Node, string Reason)
{
    /// <summary>Whether it is on a node.</summary>
    public bool IsRunning => State is "RUNNING" or "COMPLETING" or "STAGE_OUT" or "SIGNALING" or "STOPPED" or "SUSPENDED";

    /// <summary>Whether Slurm holds it because a node could not start it; a user's own hold is none of these.</summary>
    public bool IsHeldAfterFailure => !IsRunning && Reason.Contains("held", StringComparison.Ordinal);

    /// <summary>Whether it waits for something else than its turn: that may never come about.</summary>
    public bool WaitsUnusually => State == "PENDING" && !IsHeldAfterFailure && Reason is not ("" or "None" or "Priority" or "Resources" or "Dependency" or "JobArrayTaskLimit" or "BeginTime" or "JobHeldUser" or "Cleaning" or "Prolog");

    /// <summary>The element as Slurm numbers it: 12_3.</summary>
    public string Number => Element is { } element ? string.Create(CultureInfo.InvariantCulture, $"{Job}_{element}") : Job;
}
