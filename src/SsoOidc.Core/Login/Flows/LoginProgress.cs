namespace SsoOidc.Login.Flows;

/// <summary>How a wait stands; reported about once a second.</summary>
internal sealed class LoginProgress(string activity, TimeSpan remaining, TimeSpan total, string? lastFailure = null)
{
    public string Activity { get; } = activity;

    public TimeSpan Remaining { get; } = remaining;

    public TimeSpan Total { get; } = total;

    public string? LastFailure { get; } = lastFailure;
}
