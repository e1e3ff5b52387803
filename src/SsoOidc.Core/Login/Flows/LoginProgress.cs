namespace SsoOidc;

/// <summary>How a wait of a login stands; reported about once a second.</summary>
public sealed class LoginProgress
{
    internal LoginProgress(string activity, TimeSpan remaining, TimeSpan total, string? lastFailure = null)
    {
        Activity = activity;
        Remaining = remaining;
        Total = total;
        LastFailure = lastFailure;
    }

    /// <summary>What is waited for.</summary>
    public string Activity { get; }

    /// <summary>How long it is waited for yet.</summary>
    public TimeSpan Remaining { get; }

    /// <summary>How long it is waited for in all.</summary>
    public TimeSpan Total { get; }

    /// <summary>What went wrong at the last attempt; null when nothing did.</summary>
    public string? LastFailure { get; }
}
