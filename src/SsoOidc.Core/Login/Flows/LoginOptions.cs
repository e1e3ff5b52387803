namespace SsoOidc;

/// <summary>What a login is asked for. Everything is optional; what names the session is looked up in the configuration.</summary>
public sealed record LoginOptions
{
    /// <summary>
    /// The name of an <c>[sso-session]</c> section; not needed when there is only one. Where no session has the name, a start URL and the name of a
    /// profile are taken too.
    /// </summary>
    public string? SessionName { get; init; }

    /// <summary>The address of the access portal, as it is copied or typed. That of a configured session is that session.</summary>
    public string? StartUrl { get; init; }

    /// <summary>The region of IAM Identity Center.</summary>
    public string? Region { get; init; }

    /// <summary>A profile whose session to use.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The scopes to register; <c>sso:account:access</c>, which is the default, makes the token refreshable.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The file of a session that came from a list, whose name may not be known.</summary>
    internal string? CacheKey { get; init; }

    /// <summary>A token with less life left is refreshed.</summary>
    public TimeSpan MinimumRemaining { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Logs in anew, whatever the cache has, and ends the old session at the service.</summary>
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

    /// <summary>Why nobody can answer (nobody may be asked), or null.</summary>
    public string? NonInteractiveReason { get; init; }

    /// <summary>Whether the prompt goes to somebody for sure, so that signs of nobody being there do not count.</summary>
    public bool HasPromptHandler { get; init; }

    /// <summary>Writes the session to the configuration after the login.</summary>
    public bool SaveSession { get; init; }

    /// <summary>The options that name a session of a list or of a login.</summary>
    public static LoginOptions Of(SsoOidcSession session) => new()
    {
        SessionName = (session ?? throw new ArgumentNullException(nameof(session))).SessionName,
        StartUrl = session.StartUrl,
        Region = session.Region,
        CacheKey = session.CacheKey,
    };
}
