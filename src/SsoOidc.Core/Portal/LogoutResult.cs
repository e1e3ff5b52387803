namespace SsoOidc.Portal;

/// <summary>How an attempt to end a session at the service went.</summary>
internal sealed class LogoutResult(bool isOver, string? reason)
{
    /// <summary>Whether the service no longer takes the session.</summary>
    public bool IsOver { get; } = isOver;

    /// <summary>Why it could not be ended, or that it was over before; null when it was ended now.</summary>
    public string? Reason { get; } = reason;
}
