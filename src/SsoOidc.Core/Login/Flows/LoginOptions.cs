namespace SsoOidc.Login.Flows;

/// <summary>What a call asks for. Everything is optional; what names the session is looked up in the configuration.</summary>
internal sealed class LoginOptions
{
    public string? SessionName { get; init; }

    public string? StartUrl { get; init; }

    public string? Region { get; init; }

    public string? ProfileName { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The file of a session that came from a list, whose name may not be known.</summary>
    public string? CacheKey { get; init; }

    /// <summary>A token with less life left is refreshed.</summary>
    public TimeSpan MinimumRemaining { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Ends the session at the service and logs in anew, whatever the cache has.</summary>
    public bool Force { get; init; }

    /// <summary>The flow that was asked for; null to choose by the surroundings.</summary>
    public LoginFlowKind? Flow { get; init; }

    /// <summary>The command of a browser to use.</summary>
    public string? Browser { get; init; }

    /// <summary>Shows the address and opens nothing.</summary>
    public bool NoBrowser { get; init; }

    /// <summary>The port that the browser comes back to; 0 for any.</summary>
    public int RedirectPort { get; init; }

    /// <summary>The most that a person may take; null for 10 minutes or the life of the device code.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Why nobody can answer ("-NonInteractive"), or null.</summary>
    public string? NonInteractiveReason { get; init; }

    /// <summary>Whether the prompt goes to somebody for sure, so that signs of nobody being there do not count.</summary>
    public bool HasPromptHandler { get; init; }

    /// <summary>Writes the session to the configuration after the login.</summary>
    public bool SaveSession { get; init; }
}
