namespace SsoOidc;

/// <summary>What can be done with a session.</summary>
public enum SsoOidcSessionStatus
{
    /// <summary>The access token can be used.</summary>
    Valid,

    /// <summary>The access token has expired; a new one can be had without a login, if the session at the service still lasts.</summary>
    Refreshable,

    /// <summary>The access token has expired and a login is needed.</summary>
    Expired,

    /// <summary>The session is configured and there is no token.</summary>
    NotLoggedIn,

    /// <summary>The token's file or the configuration is damaged.</summary>
    Unreadable,
}
